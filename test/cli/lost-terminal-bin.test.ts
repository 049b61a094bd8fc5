import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { bin } from '../lab/ringward.ts';
import { hangingNodetool, runningIn } from './hanging-nodetool.ts';
import { addresses } from './simulated-lab.ts';

/** Runs a command on a terminal of its own, and closes that when `hung` is there. */
const script = `
import os, pty, sys, time
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
while not os.path.exists('hung'):
    time.sleep(0.05)
os.close(terminal)
_, status = os.waitpid(pid, 0)
print(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 'signal %d' % os.WTERMSIG(status))
`;

const hasPty = spawnSync('python3', ['-c', 'import pty; pty.openpty()']).status === 0;

// Without python3 no terminal can be made here.
test.skipIf(!hasPty).each(['watch', 'health --for 10m', 'restart --yes'])(
  '`%s` whose terminal goes away ends with 129',
  async (line) => {
    const more = 'commands: { stop: [x], running: [x], start: [x] }\n';
    const folder = hangingNodetool(addresses, { more });
    const argv = ['-c', script, process.execPath, bin, ...line.split(' ')];
    const child = spawn('python3', argv, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    expect(await text(child.stdout)).toBe('129\n');
    expect(await runningIn(folder)).toEqual([]);
  },
);

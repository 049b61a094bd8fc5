import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { localRunner } from '../../src/adapters/local-runner.ts';
import { systemProcesses } from '../../src/adapters/system-processes.ts';
import type { RunRequest } from '../../src/ports/runner.ts';
import { temporaryFolder } from '../temporary-folder.ts';

// Real processes on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const run = (argv: readonly string[], more: Partial<RunRequest> = {}) =>
  localRunner.run({ argv, timeoutMs: 20_000, ...more });
const sh = (script: string, more: Partial<RunRequest> = {}) => run(['sh', '-c', script], more);

/** Ends a process that a test left running on purpose. */
function endAfterTest(pid: number): void {
  onTestFinished(() => {
    systemProcesses.signal(pid, 'SIGKILL');
  });
}

const isRunning = async (pid: number) => (await systemProcesses.commandLine(pid)) !== undefined;

describe('a command that ends', () => {
  test.each([
    ['exit 0', 0],
    ['exit 3', 3],
    ['kill -9 $$', 137],
    ['kill -15 $$', 143],
  ])('`%s` is exit code %d', async (script, code) => {
    expect(await sh(script)).toMatchObject({ kind: 'exited', code });
  });

  test('stdout and stderr come apart and whole, line ends included', async () => {
    const result = await sh('printf "one\\n\\n"; printf "two\\n" >&2');
    expect(result).toMatchObject({ code: 0, stdout: 'one\n\n', stderr: 'two\n' });
  });

  test('leaves no listener on the signal of the whole process', async () => {
    const { signal } = new AbortController();
    await Promise.all(['exit 0', 'exit 1'].map((script) => sh(script, { signal })));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('nothing in an argument is expanded', async () => {
    const words = ['$HOME', '*', '`id`', "it's", 'a  b', ''];
    const result = await run(['printf', '[%s]', ...words]);
    expect(result).toMatchObject({ stdout: words.map((word) => `[${word}]`).join('') });
  });

  test('stdin is what is given, and empty otherwise', async () => {
    expect(await run(['cat'], { stdin: 'a\nb' })).toMatchObject({ code: 0, stdout: 'a\nb' });
    expect(await run(['cat'])).toMatchObject({ code: 0, stdout: '' });
  });

  test('stdin that nobody reads is no error', async () => {
    const result = await run(['true'], { stdin: 'x'.repeat(1_000_000) });
    expect(result).toMatchObject({ kind: 'exited', code: 0 });
  });

  test('it runs in the folder given, in one language, with the variables given', async () => {
    const folder = temporaryFolder();
    const result = await sh('pwd; echo "$LC_ALL $EXTRA"', { cwd: folder, env: { EXTRA: 'more' } });
    expect(result).toMatchObject({ stdout: `${folder}\nC more\n` });
  });

  test('every line is told before the result is there, the last one without line end too', async () => {
    const lines: string[] = [];
    const onLine = (line: string) => void lines.push(line);
    await sh('seq 1 5000; printf last', { onLine });
    expect(lines).toHaveLength(5_001);
    expect(lines.at(-1)).toBe('last');
    lines.length = 0;
    await sh('echo talk >&2', { onLine });
    expect(lines).toEqual(['talk']);
  });

  test('a daemon that it leaves behind with its output open is neither waited for nor ended', async () => {
    const result = await sh('sleep 300 & echo $!', { timeoutMs: 15_000 });
    expect(result).toMatchObject({ kind: 'exited', code: 0 });
    const pid = Number(result.kind === 'exited' && result.stdout);
    endAfterTest(pid);
    expect(await systemProcesses.commandLine(pid)).toEqual(['sleep', '300']);
  });
});

describe('a command that cannot be started', () => {
  test.each([
    [['/nowhere/nodetool', 'status'], '/nowhere/nodetool: there is no such command (ENOENT)'],
    [['/etc/passwd'], '/etc/passwd may not be executed (EACCES)'],
    [[], 'empty command'],
  ])('%j is unreachable: %s', async (argv, reason) => {
    expect(await run(argv)).toEqual({ kind: 'unreachable', reason });
  });

  test('a folder that is not there is named', async () => {
    const result = await run(['true'], { cwd: '/nowhere' });
    expect(result).toMatchObject({ kind: 'unreachable' });
    expect(result.kind === 'unreachable' && result.reason).toContain('/nowhere');
  });
});

describe.concurrent('a command that takes too long', () => {
  test('is timed out, with what it had printed', async () => {
    expect(await sh('echo begun; sleep 300', { timeoutMs: 1_500 })).toEqual({
      kind: 'timed-out',
      afterMs: 1_500,
      stdout: 'begun\n',
      stderr: '',
    });
  });

  test.each([
    ['that listens', ''],
    ['that ignores SIGTERM', 'trap "" TERM; '],
  ])('is ended together with a grandchild %s', async (_, trap) => {
    const file = join(temporaryFolder(), 'pids');
    // The grandchild has no output of the command's open: only its group leads to it.
    const script = `(${trap}exec sleep 300 >/dev/null 2>&1) & echo $$ $! >${file}; wait`;
    const result = await sh(script, { timeoutMs: 1_500 });
    expect(result).toMatchObject({ kind: 'timed-out' });
    const pids = readFileSync(file, 'utf8').trim().split(' ').map(Number);
    expect(pids).toHaveLength(2);
    await vi.waitFor(async () => {
      expect(await Promise.all(pids.map(isRunning))).toEqual([false, false]);
    }, 5_000);
  });

  test('is killed when it does not listen itself', async () => {
    const result = await sh('trap "" TERM; while :; do sleep 1; done', { timeoutMs: 500 });
    expect(result).toMatchObject({ kind: 'timed-out' });
  });
});

describe('a command that prints for ever', () => {
  test.each([
    ['on stdout', 'exec yes'],
    ['on stderr', 'exec yes >&2'],
    ['whatever becomes of its reader', 'trap "" PIPE TERM; while :; do echo x 2>&-; done'],
  ])('%s is ended, with its group, and its output is no answer', async (_, script) => {
    const file = join(temporaryFolder(), 'pids');
    const result = await sh(`sleep 300 >&- 2>&- & echo $$ $! >${file}; ${script}`, {
      maxOutputBytes: 100_000,
    });
    expect(result).toEqual({ kind: 'too-long', maxOutputBytes: 100_000 });
    const pids = readFileSync(file, 'utf8').trim().split(' ').map(Number);
    expect(pids).toHaveLength(2);
    await vi.waitFor(async () => {
      expect(await Promise.all(pids.map(isRunning))).toEqual([false, false]);
    }, 5_000);
  });

  test('is too long as well for somebody who follows it', async () => {
    const onLine = () => undefined;
    const result = await run(['yes'], { maxOutputBytes: 100_000, onLine });
    expect(result).toMatchObject({ kind: 'too-long' });
  });

  test('up to the bound it is whole', async () => {
    const result = await sh('head -c 100000 /dev/zero', { maxOutputBytes: 100_000 });
    expect(result).toMatchObject({ kind: 'exited', code: 0, stdout: '\0'.repeat(100_000) });
  });
});

describe('a signal', () => {
  test('ends the command and its group', async () => {
    const stop = new AbortController();
    const pids: number[] = [];
    const result = await sh('sleep 300 >/dev/null & echo $$; echo $!; wait', {
      signal: stop.signal,
      onLine: (line) => {
        if (pids.push(Number(line)) === 2) stop.abort();
      },
    });
    expect(result).toEqual({ kind: 'cancelled' });
    await vi.waitFor(async () => {
      expect(await Promise.all(pids.map(isRunning))).toEqual([false, false]);
    }, 5_000);
  });

  test('that has fired before starts nothing', async () => {
    const file = join(temporaryFolder(), 'made');
    const result = await run(['touch', file], { signal: AbortSignal.abort() });
    expect(result).toEqual({ kind: 'cancelled' });
    expect(() => readFileSync(file)).toThrow(/ENOENT/);
  });

  test('that fires after the end changes nothing', async () => {
    const stop = new AbortController();
    const result = await sh('echo done', { signal: stop.signal });
    stop.abort();
    expect(result).toMatchObject({ kind: 'exited', stdout: 'done\n' });
  });
});

test('a command has a session of its own: a Ctrl-C in the terminal does not reach it', async () => {
  // After the command's name in brackets: state, parent, process group, session.
  const result = await sh('echo $$; cat /proc/$$/stat');
  const [pid, stat = ''] = result.kind === 'exited' ? result.stdout.split('\n') : [];
  const [, , group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  expect([group, session]).toEqual([pid, pid]);
});

import { expect, test, vi } from 'vitest';
import type { Running } from '../lab/ringward.ts';
import { hangingNodetool, hungIn, runningIn } from './hanging-nodetool.ts';
import { startBin } from './run-bin.ts';
import { addresses, simulatedLab } from './simulated-lab.ts';

const commands = 'commands: { stop: [x], running: [x], start: [x] }\n';

test.each([
  ['health', 'hint: nothing was judged: the first look was not over yet\n'],
  ['upgrade plan --to 5.0.8', ''],
  ['restart --yes', ''],
])(
  '`%s` that loses its terminal before anything is touched ends with 129 and leaves no process',
  async (line, hint) => {
    // The shell, and what it waits for.
    const act = 'sleep 600 & echo $$ $! >>"$(dirname "$0")/hung"; wait';
    const folder = hangingNodetool(addresses, { act, more: commands });
    const { child, ended } = startBin(folder, line);
    await vi.waitFor(() => {
      expect(hungIn(folder).length).toBeGreaterThanOrEqual(2);
    }, 20_000);
    child.kill('SIGHUP');
    // The terminal and the shell both tell it.
    child.kill('SIGHUP');
    const { code, out, err } = await ended;
    expect({ code, out, err }).toEqual({
      code: 129,
      out: '',
      err: `error: interrupted by SIGHUP\n${hint}`,
    });
    expect(await runningIn(folder)).toEqual([]);
  },
);

/** What a terminal does when it goes away: a signal, and nobody who reads. */
function loseTerminal({ child }: Running): void {
  child.kill('SIGHUP');
  child.stdout?.destroy();
  child.stderr?.destroy();
}

test.each(['upgrade run plan.json --yes', 'restart --yes', 'upgrade resume'])(
  '`%s` that loses its terminal in the middle goes on to the end, and so does its journal',
  async (line) => {
    const lab = await simulatedLab();
    await lab.mustRun('upgrade plan --to 5.0.8');
    if (line.endsWith('resume')) {
      const interrupted = lab.start('upgrade run plan.json --yes');
      await interrupted.says(/drain: done/);
      interrupted.child.kill('SIGINT');
      await interrupted.ended;
    }
    const before = lab.journal().length;
    const running = lab.start(line);
    await vi.waitFor(
      () => {
        expect(lab.journal().length).toBeGreaterThan(before + 5);
      },
      { timeout: 20_000, interval: 5 },
    );
    loseTerminal(running);
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
    expect(lab.nodes().map(({ stops }) => stops)).toEqual([1, 1, 1]);
    expect(lab.journal().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
    expect((await lab.mustRun('upgrade status')).out).toContain('3/3 nodes done, complete');
  },
);

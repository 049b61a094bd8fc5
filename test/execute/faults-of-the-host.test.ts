import { beforeAll, describe, expect, test } from 'vitest';
import { Interrupted, ToolError } from '../../src/model/errors.ts';
import type { StepKind } from '../../src/model/step.ts';
import { describeBreach } from '../../src/rehearse/safety-watch.ts';
import { jumpingClock } from '../fakes/jumping-clock.ts';
import { paths, rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';
import { expectComplete, failureOf, one, unnamed, type FaultedRoll } from './faulted-roll.ts';

const kinds: readonly StepKind[] = [
  'drain',
  'stop',
  'install',
  'configure',
  'start',
  'await-return',
  'soak',
];

let planned: FaultedRoll;
beforeAll(async () => {
  planned = await simulatedRoll();
});

/** The same roll again and again: its cluster is a value. */
function newRoll(): FaultedRoll {
  return rollOn(planned.cluster.state(), planned.plan);
}

/** `act` happens, once, shortly after the first node's step of this kind has begun. */
function duringStep(roll: FaultedRoll, kind: StepKind, act: () => void): void {
  let isDone = false;
  onRecord(roll, (text) => {
    if (isDone || !text.includes(`"type":"step-started","node":"${one}"`)) return;
    if (!text.includes(`"kind":"${kind}"`)) return;
    isDone = true;
    void roll.clock.sleep(700).then(act);
  });
}

/** Told of every record before it is written, by its number. */
function onRecord(roll: FaultedRoll, told: (text: string, record: number) => void): void {
  const { files } = roll.ports;
  const open = files.openAppend.bind(files);
  let record = 0;
  files.openAppend = async (path, mode) => {
    const file = await open(path, mode);
    return {
      ...file,
      async append(text) {
        told(text, (record += 1));
        await file.append(text);
      },
    };
  };
}

async function expectResumed(roll: FaultedRoll, about = ''): Promise<void> {
  await roll.resume();
  expectComplete(roll);
  expect(stopsOf(roll), about).toEqual([1, 1, 1]);
  expect(roll.watch.breaches.map(describeBreach), about).toEqual([]);
}

function stopsOf({ cluster }: FaultedRoll): readonly number[] {
  return cluster.state().nodes.map(({ stops }) => stops);
}

describe('Ctrl-C', () => {
  test.each(kinds)('once during %s: the node is finished, no other is begun', async (kind) => {
    const roll = newRoll();
    duringStep(roll, kind, () => {
      roll.soft.abort(new Interrupted('SIGINT'));
    });
    expect(await failureOf(roll.run())).toMatchObject({
      exitCode: 130,
      message: 'interrupted by SIGINT',
      hint: 'no node is part-way; go on with: ringward upgrade resume r1',
    });
    expect(stopsOf(roll)).toEqual([1, 0, 0]);
    expect(roll.events().filter(({ type }) => type === 'node-done')).toHaveLength(1);
    await expectResumed(rollOn(stateOf(roll), roll.plan, leftBy(roll)));
  });

  test.each([
    ['drain', 'in drain', [0, 0, 0]],
    ['stop', 'in stop', [1, 0, 0]],
    ['install', 'after install', [1, 0, 0]],
    ['configure', 'after configure', [1, 0, 0]],
    ['start', 'after start', [1, 0, 0]],
    ['await-return', 'in await-return', [1, 0, 0]],
    ['soak', 'in soak', [1, 0, 0]],
  ] as const)(
    'twice during %s: what was begun is ended, nothing more is; the node is named',
    async (kind, where, stopped) => {
      const roll = newRoll();
      duringStep(roll, kind, () => {
        roll.soft.abort(new Interrupted('SIGINT'));
        roll.hard.abort(new Interrupted('SIGINT'));
      });
      expect(await failureOf(roll.run())).toMatchObject({
        exitCode: 130,
        message: 'interrupted by SIGINT',
        hint: `10.0.0.1 is part-way (${where}); go on with: ringward upgrade resume r1`,
      });
      expect(stopsOf(roll)).toEqual(stopped);
      await expectResumed(rollOn(stateOf(roll), roll.plan, leftBy(roll)));
    },
  );
});

function stateOf({ cluster, clock }: FaultedRoll) {
  return { ...cluster.state(), at: clock.now() };
}

function leftBy({ files }: FaultedRoll): Readonly<Record<string, string>> {
  return { [paths.journal]: files.textOf(paths.journal) ?? '' };
}

test('a disk that is full at any record of the first node: nothing further is done, and resume completes', async () => {
  const whole = newRoll();
  const records: number[] = [];
  onRecord(whole, (text, record) => {
    const isOfTheFirst = whole.shown.every(({ type }) => type !== 'node-done');
    if (isOfTheFirst && !text.includes('"gate-judged"')) records.push(record);
  });
  await whole.run();
  for (const full of records) {
    const roll = newRoll();
    failAt(roll, full);
    const failure = await failureOf(roll.run());
    const about = `record ${full}`;
    expect(failure, about).toBeInstanceOf(ToolError);
    const { message, exitCode, hint } = failure as ToolError;
    expect(message, about).toMatch(
      /^the journal cannot be written \(ENOSPC: no space left on device\); nothing further was done; (no node is part-way|10\.0\.0\.1 is part-way \((in|after) [a-z-]+\)(: it is up, but (perhaps )?serves no clients; .*)?)$/,
    );
    expect(exitCode, about).toBe(message.endsWith('no node is part-way') ? 3 : 4);
    expect(hint).toBe('make room, then: ringward upgrade resume r1; the cluster is asked first');
    expect(unnamed(roll, failure), about).toEqual([]);
    await expectResumed(rollOn(stateOf(roll), roll.plan, leftBy(roll)), about);
  }
  // Its run and its node begin, nine steps do and end, the node is done.
  expect(records).toHaveLength(23);
});

/** Half of the record is written when the disk is full; then there is room again. */
function failAt(roll: FaultedRoll, full: number): void {
  const { files } = roll.ports;
  const open = files.openAppend.bind(files);
  let record = 0;
  files.openAppend = async (path, mode) => {
    const file = await open(path, mode);
    return {
      ...file,
      async append(text) {
        record += 1;
        await file.append(record === full ? text.slice(0, text.length / 2) : text);
        if (record === full) throw new Error('ENOSPC: no space left on device');
      },
    };
  };
}

test('why a step failed is told although the end of the run cannot be written down', async () => {
  const roll = newRoll();
  const fault = { kind: 'does-not-stop', node: one } as const;
  roll.cluster.change({ ...roll.cluster.state(), faults: [fault] });
  onRecord(roll, (text) => {
    if (text.includes('"run-ended"')) roll.files.failOn(/journal/);
  });
  expect(await failureOf(roll.run())).toMatchObject({
    exitCode: 4,
    message: expect.stringContaining(
      '10.0.0.1: stop: the process is not known to have ended',
    ) as string,
  });
});

/** The clock of a process is not set (adapters/system-clock.ts); were it, waits would be too short or long. */
describe('a clock that is set by an hour', () => {
  const forwards = kinds.map((kind) => [kind, 1] as const);
  test.each([...forwards, ['install', -1], ['soak', -1]] as const)(
    'during %s (%i): no range is lost, no node is stopped twice; the roll completes, or resume does',
    async (kind, hours) => {
      const roll = newRoll();
      const clock = jumpingClock(roll.clock);
      Object.assign(roll.ports, { clock });
      duringStep(roll, kind, () => {
        clock.jump(hours * 3_600_000);
      });
      const failure = await failureOf(roll.run());
      expect(unnamed(roll, failure)).toEqual([]);
      if (failure === undefined) expectComplete(roll);
      else await expectResumed(roll);
      expect(stopsOf(roll)).toEqual([1, 1, 1]);
      expect(roll.watch.breaches.map(describeBreach)).toEqual([]);
    },
  );
});

test('why a roll stopped is told although its lock cannot be let go', async () => {
  const roll = newRoll();
  const { files } = roll.ports;
  duringStep(roll, 'drain', () => {
    files.remove = () => Promise.reject(new Error('EIO: the disk is gone'));
    roll.hard.abort(new Interrupted('SIGINT', ''));
    roll.soft.abort(new Interrupted('SIGINT', ''));
  });
  expect(await failureOf(roll.run())).toBeInstanceOf(Interrupted);
});

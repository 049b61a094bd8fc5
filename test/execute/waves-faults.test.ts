import { expect, test } from 'vitest';
import { describeBreach } from '../../src/rehearse/safety-watch.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { byHand, failureOf, mendAll, unnamed, type FaultedRoll } from './faulted-roll.ts';
import { stopsOf, strayStops, wavedRoll } from './waved-roll.ts';

const [three, four] = ['10.0.0.3', '10.0.0.4'];

interface WaveCase {
  readonly title: string;
  readonly faults: readonly Fault[];
  readonly exitCode: number;
  readonly message: RegExp;
  readonly stopped: readonly number[];
  readonly mended?: (roll: FaultedRoll) => Promise<void>;
}

const cases: readonly WaveCase[] = [
  {
    title: 'one does not drain: the other goes on to its end, no other wave is begun',
    faults: [{ kind: 'drain-hangs', node: three, times: 1 }],
    exitCode: 4,
    message: /^10\.0\.0\.3: drain: drain did not reach DRAINED .* mode DRAINING; [^;]*$/,
    stopped: [1, 1, 0, 1, 0, 0],
    mended: (roll) => byHand(roll, 'stop', three),
  },
  {
    title: 'one does not end',
    faults: [{ kind: 'does-not-stop', node: four, times: 1 }],
    exitCode: 4,
    message: /^10\.0\.0\.4: stop: the process is not known to have ended/,
    stopped: [1, 1, 1, 0, 0, 0],
  },
  {
    title: 'one dies of its start',
    faults: [{ kind: 'dies-starting', node: three, times: 1, log: 'ERROR out of luck' }],
    exitCode: 4,
    message: /^10\.0\.0\.3: await-return: the process ended while it was starting/,
    stopped: [1, 1, 1, 1, 0, 0],
  },
  {
    title: 'both die of their start: both are named, and what to do with each',
    faults: [three, four].map((node) => ({
      ...{ kind: 'dies-starting', node, times: 1, log: 'ERROR out of luck' },
    })),
    exitCode: 4,
    message: /^10\.0\.0\.3: await-return: .*; 10\.0\.0\.4: await-return: /,
    stopped: [1, 1, 1, 1, 0, 0],
  },
  {
    title: 'one comes back closed to clients',
    faults: [{ kind: 'cql-stays-closed', node: four, times: 1 }],
    exitCode: 4,
    message: /^10\.0\.0\.4: await-return: not back within/,
    stopped: [1, 1, 1, 1, 0, 0],
    mended: (roll) => byHand(roll, 'stop', four),
  },
];

test.each(cases)('$title', async ({ faults, exitCode, message, stopped, mended }) => {
  const roll = await wavedRoll({ faults });
  const failure = await failureOf(roll.run());
  expect(failure).toMatchObject({ exitCode, message: expect.stringMatching(message) as string });
  expect(stopsOf(roll.cluster.state())).toEqual(stopped);
  expect(unnamed(roll, failure)).toEqual([]);
  expect(roll.watch.breaches.map(describeBreach)).toEqual([]);
  mendAll(roll);
  await mended?.(roll);
  await roll.resume();
  expect(roll.events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  expect(strayStops(roll.plan.nodes, roll.events())).toEqual([]);
  expect(roll.watch.breaches.map(describeBreach)).toEqual([]);
});

test('what to do with each of two that are left is said of each', async () => {
  const faults = [three, four].map((node) => ({ kind: 'does-not-stop', node, times: 1 }) as const);
  const roll = await wavedRoll({ faults });
  const failure = await failureOf(roll.run());
  expect(failure).toMatchObject({
    exitCode: 4,
    hint: expect.stringMatching(/^10\.0\.0\.3: look .*; 10\.0\.0\.4: look .* resume r1$/) as string,
  });
});

/** Those that are closed to clients are opened again, and nothing is stopped. */
test('a peer that dies while both are being closed keeps both from being drained', async () => {
  const at = 1_795_478_618_000;
  const roll = await wavedRoll({ faults: [{ kind: 'seen-down', node: '10.0.0.5', from: at }] });
  const failure = await failureOf(roll.run());
  expect(failure).toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(
      /^10\.0\.0\.3: quiesce holds the roll: .*; 10\.0\.0\.4: quiesce holds the roll: .*; no node is part-way$/,
    ) as string,
  });
  expect(stopsOf(roll.cluster.state())).toEqual([1, 1, 0, 0, 0, 0]);
  mendAll(roll);
  await roll.resume();
  expect(stopsOf(roll.cluster.state())).toEqual([1, 1, 1, 1, 1, 1]);
});

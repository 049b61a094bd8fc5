import { expect, test } from 'vitest';
import { planMarkdown } from '../../src/report/plan-markdown.ts';
import { planText } from '../../src/report/roll-tty.ts';
import { toRollReport } from '../../src/report/roll-report.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { isTriedAgain, type StepKind } from '../../src/model/step.ts';
import { steps } from '../../src/steps/index.ts';
import { rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';
import { failureOf, one, type FaultedRoll } from './faulted-roll.ts';

const failing = (command: 'fetch' | 'install', times: number): Fault => ({
  ...{ kind: 'does-nothing', node: one, times, command },
  how: { code: 100, says: 'no route to the mirror' },
});

async function rollWith(retries: number, fault: Fault): Promise<FaultedRoll> {
  const roll = await simulatedRoll();
  const limits = { ...roll.plan.limits, retries, retryPauseMs: 20_000 };
  return rollOn({ ...roll.cluster.state(), faults: [fault] }, { ...roll.plan, limits });
}

const endsOf = (roll: FaultedRoll, kind: StepKind) =>
  roll
    .events()
    .flatMap((event) =>
      event.type === 'step-ended' && event.kind === kind && event.node === one
        ? [event.outcome.kind]
        : [],
    );
const saidOf = (roll: FaultedRoll) =>
  roll.shown.flatMap((event) => (event.type === 'waiting' ? [event.reason] : []));

test('a step that is safe is tried again after a pause, each try journalled, and the roll goes on', async () => {
  const roll = await rollWith(2, failing('fetch', 2));
  await roll.run();
  expect(endsOf(roll, 'fetch')).toEqual(['refused', 'refused', 'done']);
  const begun = roll
    .events()
    .flatMap((event) =>
      event.type === 'step-started' && event.kind === 'fetch' ? [event.at] : [],
    );
  expect((begun[1] ?? 0) - (begun[0] ?? 0)).toBeGreaterThanOrEqual(20_000);
  expect(saidOf(roll).filter((reason) => reason.startsWith('fetch is tried again'))).toEqual([
    expect.stringMatching(/^fetch is tried again in 20 s, 1 of 2: .* exit code 100/),
    expect.stringMatching(/^fetch is tried again in 20 s, 2 of 2: .* exit code 100/),
  ]);
  const [first] = toRollReport(roll.plan, roll.events()).nodes;
  expect(first?.steps.filter(({ kind }) => kind === 'fetch').map(({ how }) => how)).toEqual([
    'refused',
    'refused',
    'done',
  ]);
  expect(roll.watch.breaches).toEqual([]);
});

test('a plan says what is tried again, and how often', async () => {
  const { plan } = await rollWith(2, failing('fetch', 1));
  const line = 'fetch, snapshot: up to 2 times, 20.0 s apart';
  expect(planText(plan)).toContain(`\nTried again by itself: ${line}\n`);
  expect(planMarkdown(plan)).toContain(`Tried again by itself: ${line}.\n`);
  const { plan: none } = await rollWith(0, failing('fetch', 1));
  expect(planText(none) + planMarkdown(none)).not.toContain('Tried again');
});

test('the last try stops the roll and says how many there were; resume counts anew', async () => {
  const roll = await rollWith(1, failing('fetch', 3));
  expect(String(await failureOf(roll.run()))).toMatch(
    /fetch holds the roll: .* exit code 100 \(tried 2 times\); no node is part-way/,
  );
  await roll.resume();
  expect(endsOf(roll, 'fetch')).toEqual(['refused', 'refused', 'refused', 'done']);
});

test('nothing is tried again unless that is declared, nor what changes a node', async () => {
  const none = await rollWith(0, failing('fetch', 1));
  expect(String(await failureOf(none.run()))).not.toContain('tried');
  expect(endsOf(none, 'fetch')).toEqual(['refused']);
  const changing = await rollWith(5, failing('install', 1));
  expect(await failureOf(changing.run())).toMatchObject({ exitCode: 4 });
  expect(endsOf(changing, 'install')).toEqual(['failed']);
});

test('these and no others are safe', () => {
  const kinds = Object.keys(steps) as readonly StepKind[];
  expect(kinds.filter((kind) => isTriedAgain({ kind }))).toEqual([
    ...(['fetch', 'snapshot', 'unquiesce', 'upgradesstables', 'clear-snapshot'] as const),
  ]);
});

test('the second Ctrl-C ends the pause, and no further try is begun', async () => {
  const roll = await rollWith(5, failing('fetch', 5));
  const sleep = roll.clock.sleep.bind(roll.clock);
  roll.ports.clock.sleep = (ms, signal) => {
    if (ms === 20_000) {
      roll.soft.abort();
      roll.hard.abort();
    }
    return sleep(ms, signal);
  };
  expect(String(await failureOf(roll.run()))).toContain('interrupted');
  expect(endsOf(roll, 'fetch')).toEqual(['refused']);
});

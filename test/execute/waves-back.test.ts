import { expect, test } from 'vitest';
import { releasesLeft, takenBackOf } from '../../src/execute/taken-back.ts';
import { applyEvent, noProgress } from '../../src/model/event.ts';
import { nextCommands } from '../../src/model/next-command.ts';
import { planWayBack } from '../../src/plan/way-back.ts';
import { describeBreach } from '../../src/rehearse/safety-watch.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { paths, rollOn } from '../simulate/simulated-roll.ts';
import { stopsOf, wavedRoll } from './waved-roll.ts';

type Rolled = ReturnType<typeof rollOn>;

const diesStarting = (node: string): Fault => ({
  kind: 'dies-starting',
  ...{ node, times: 1, log: 'ERROR out of luck' },
});
const hangs = (node: string): Fault => ({ kind: 'does-not-stop', node, times: 1 });

async function failedRoll(faults: readonly Fault[]): Promise<Rolled> {
  const roll = await wavedRoll({ playbook: 'upgrade-4.1-to-5.0', faults });
  await roll.run().catch(() => undefined);
  return roll;
}

function planBack({ plan, inventory, events, clock }: Rolled, all: boolean) {
  const progress = events().reduce(applyEvent, noProgress);
  const result = planWayBack({
    ...{ runId: 'r1', plan, inventory, all, records: events().length, next: nextCommands({}) },
    taken: takenBackOf(plan, progress),
    standings: { left: releasesLeft(plan, progress), now: new Map() },
    at: clock.now(),
  });
  if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

async function wentBack(roll: Rolled, all: boolean): Promise<Rolled> {
  const left = Object.fromEntries(
    [paths.journal, paths.plan].map((path) => [path, roll.files.textOf(path) ?? '']),
  );
  const state = { ...roll.cluster.state(), at: roll.clock.now(), faults: [] };
  const back = rollOn(state, planBack(roll, all), left, { runId: 'r2' });
  await back.run();
  expect(back.events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  expect(back.watch.breaches.map(describeBreach)).toEqual([]);
  return back;
}

const releasesOf = ({ cluster }: Rolled) =>
  cluster.state().nodes.map(({ lives }) => lives.at(-1)?.release);

test('two that did not start on the new release are put back side by side; those that are done stay', async () => {
  const roll = await failedRoll(['10.0.0.3', '10.0.0.4'].map(diesStarting));
  const plan = planBack(roll, false);
  expect(plan.nodes.flatMap(({ address, wave }) => (wave ? [`${address} ${wave}`] : []))).toEqual([
    '10.0.0.3 1',
    '10.0.0.4 1',
  ]);
  const back = await wentBack(roll, false);
  expect(releasesOf(back)).toEqual(['5.0.8', '5.0.8', '4.1.10', '4.1.10', '4.1.10', '4.1.10']);
  expect(stopsOf(back.cluster.state())).toEqual([1, 1, 1, 1, 0, 0]);
});

test('of two that were left one is down and one is drained: the one that is down comes first', async () => {
  const roll = await failedRoll([diesStarting('10.0.0.4'), hangs('10.0.0.3')]);
  const back = await wentBack(roll, false);
  expect(releasesOf(back).slice(2)).toEqual(['4.1.10', '4.1.10', '4.1.10', '4.1.10']);
  const begun = back.events().flatMap((one) => (one.type === 'node-started' ? [one.node] : []));
  expect(begun).toEqual(['10.0.0.4', '10.0.0.3']);
});

test('with all that are done: wave by wave, the newest first', async () => {
  const roll = await failedRoll([diesStarting('10.0.0.6')]);
  const { nodes } = planBack(roll, true);
  expect(nodes.map(({ address, wave }) => [address.slice(-1), wave])).toEqual([
    ...[['6', 1]],
    ...[['5', 2]],
    ...[
      ['4', 3],
      ['3', 3],
    ],
    ...[['2', 4]],
    ...[['1', 5]],
  ]);
  const back = await wentBack(roll, true);
  expect(releasesOf(back)).toEqual(Array(6).fill('4.1.10'));
});

test('the way back of a roll without waves has none', async () => {
  const roll = await failedRoll([]);
  const nodes = roll.plan.nodes.map(({ wave, ...node }) => ({ ...node, wasIn: wave }));
  const plan = planBack({ ...roll, plan: { ...roll.plan, nodes } }, true);
  expect(plan.nodes.map((node) => 'wave' in node)).toEqual(Array(6).fill(false));
});

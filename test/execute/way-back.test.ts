import { describe, expect, test, vi } from 'vitest';
import { releasesLeft, takenBackOf } from '../../src/execute/taken-back.ts';
import { runPaths } from '../../src/execute/run-store.ts';
import { applyEvent, noProgress } from '../../src/model/event.ts';
import { nextCommands } from '../../src/model/next-command.ts';
import type { Plan } from '../../src/model/plan.ts';
import { planWayBack } from '../../src/plan/way-back.ts';
import { describeBreach } from '../../src/rehearse/safety-watch.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { paths, rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';

type Rolled = ReturnType<typeof rollOn>;
const [one, two] = ['10.0.0.1', '10.0.0.2'];

/** It starts on the new release and dies of it, however often. */
const diesStarting = (node: string): Fault => ({
  kind: 'dies-starting',
  ...{ node, times: 1, log: 'ERROR out of luck' },
});

async function failedRoll(playbook: string, faults: readonly Fault[]): Promise<Rolled> {
  const roll = await simulatedRoll({ playbook, faults });
  await roll.run().catch(() => undefined);
  return roll;
}

function planBack({ plan, inventory, events, clock }: Rolled, all = false) {
  const progress = events().reduce(applyEvent, noProgress);
  return planWayBack({
    ...{ runId: 'r1', plan, inventory, all, records: events().length, next: nextCommands({}) },
    taken: takenBackOf(plan, progress),
    standings: { left: releasesLeft(plan, progress), now: new Map() },
    at: clock.now(),
  });
}

function mustPlanBack(roll: Rolled, all = false): Plan {
  const result = planBack(roll, all);
  if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

const filesOf = (roll: Rolled) => ({
  [paths.journal]: roll.files.textOf(paths.journal) ?? '',
  [paths.plan]: roll.files.textOf(paths.plan) ?? '',
});

/** The run that takes it back, on the cluster as the first one left it. */
function backOn(roll: Rolled, plan: Plan, left: Readonly<Record<string, string>> = filesOf(roll)) {
  const state = { ...roll.cluster.state(), at: roll.clock.now() };
  return rollOn(state, plan, left, { runId: 'r2' });
}

const releasesOf = ({ cluster }: Pick<Rolled, 'cluster'>) =>
  cluster.state().nodes.map(({ lives }) => lives.at(-1)?.release);
const isUp = ({ lives }: ClusterState['nodes'][number]) => lives.at(-1)?.closedAt === undefined;

describe('a node that does not start on the release it was taken to', () => {
  test('is put back; those that are done stay, and the first run is over', async () => {
    const roll = await failedRoll('upgrade-4.1-to-5.0', [diesStarting(two)]);
    const plan = mustPlanBack(roll);
    const [first, ...others] = plan.nodes;
    expect(first).toMatchObject({ address: two, reason: 'left by run r1 in await-return' });
    expect(others.map(({ leftOut }) => leftOut)).toEqual([true, true]);
    const back = backOn(roll, plan);
    await back.run();
    expect(releasesOf(back)).toEqual(['5.0.8', '4.1.10', '4.1.10']);
    expect(back.cluster.state().nodes.every(isUp)).toBe(true);
    expect(back.watch.breaches.map(describeBreach)).toEqual([]);
    const old = back.files.textOf(paths.journal) ?? '';
    expect(old.trim().split('\n').at(-1)).toContain(
      '"how":"aborted","reason":"taken back by run r2"',
    );
  });

  test('with all that are done: the newest first, each stopped once more', async () => {
    const roll = await failedRoll('upgrade-4.1-to-5.0', [diesStarting('10.0.0.3')]);
    const plan = mustPlanBack(roll, true);
    expect(plan.nodes.map(({ address }) => address)).toEqual(['10.0.0.3', two, one]);
    const back = backOn(roll, plan);
    const reads = vi.spyOn(back.ports.files, 'readText');
    await back.run();
    // Before the first node, and at it, to end the run and to add to its journal: not at each of the three.
    expect(reads.mock.calls.filter(([file]) => file === paths.journal)).toHaveLength(3);
    expect(releasesOf(back)).toEqual(['4.1.10', '4.1.10', '4.1.10']);
    expect(back.cluster.state().nodes.map(({ stops }) => stops)).toEqual([2, 2, 1]);
    expect(back.watch.breaches.map(describeBreach)).toEqual([]);
  });

  test('killed at each record of the way back: resume ends in the same place', async () => {
    const roll = await failedRoll('upgrade-4.1-to-5.0', [diesStarting(two)]);
    const plan = mustPlanBack(roll, true);
    const back = backOn(roll, plan);
    const own = runPaths('/state', 'sim', 'r2');
    const deaths: { state: ClusterState; left: Readonly<Record<string, string>> }[] = [];
    const open = back.files.openAppend.bind(back.files);
    back.ports.files.openAppend = async (path, mode) => {
      const file = await open(path, mode);
      return {
        ...file,
        async append(text) {
          await file.append(text);
          if (path !== own.journal) return;
          deaths.push({
            state: { ...back.cluster.state(), at: back.clock.now() },
            left: { ...filesOf(back), [own.journal]: back.files.textOf(own.journal) ?? '' },
          });
        },
      };
    };
    await back.run();
    expect(deaths.length).toBeGreaterThan(40);
    for (const { state, left } of deaths) {
      const again = rollOn(state, plan, left, { runId: 'r2', looksByValue: true });
      await again.resume();
      expect(releasesOf(again)).toEqual(['4.1.10', '4.1.10', '4.1.10']);
      expect(again.cluster.state().nodes.map(({ stops }) => stops)).toEqual([2, 1, 0]);
      expect(again.watch.breaches.map(describeBreach)).toEqual([]);
      expect(again.files.textOf(paths.journal)).toContain('taken back by run r2');
    }
  });
});

test('a run that has gone on since the plan was made is not taken back by it', async () => {
  const roll = await failedRoll('upgrade-4.1-to-5.0', [diesStarting(two)]);
  const plan = mustPlanBack(roll);
  await roll.resume().catch(() => undefined);
  const failure = await backOn(roll, plan)
    .run()
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({
    exitCode: 2,
    message: 'run r1 has gone on since this plan to take it back was made',
    hint: 'make it anew: ringward upgrade rollback r1',
  });
});

test('where the run that is taken back is not known nothing is said of it', async () => {
  const roll = await failedRoll('upgrade-4.1-to-5.0', [diesStarting(two)]);
  const back = backOn(roll, mustPlanBack(roll));
  await back.files.remove(paths.journal);
  const failure = await back.run().catch((error: unknown) => error);
  expect(failure).toMatchObject({
    exitCode: 2,
    message: 'run r1, which this plan takes back, is not known in /state',
    hint: 'carry it out where that run was begun, with the same --state-dir',
  });
});

test('while no node is begun the first run is not over, and the node that it left is named', async () => {
  const roll = await failedRoll('upgrade-4.1-to-5.0', [diesStarting(two)]);
  const back = backOn(roll, mustPlanBack(roll));
  back.soft.abort();
  const failure = await back.run().catch((error: unknown) => error);
  expect(failure).toMatchObject({
    hint: '10.0.0.2 is part-way (left by run r1 in await-return); go on with: ringward upgrade resume r2',
  });
  expect(back.files.textOf(paths.journal)).toBe(roll.files.textOf(paths.journal));
});

test('a node that runs and lets no clients in is put back by the word of its peers', async () => {
  const closed: Fault = { kind: 'cql-stays-closed', node: two, times: 1 };
  const roll = await failedRoll('upgrade-4.1-to-5.0', [closed]);
  const back = backOn(roll, mustPlanBack(roll));
  await back.run();
  expect(releasesOf(back)).toEqual(['5.0.8', '4.1.10', '4.1.10']);
  expect(back.cluster.state().nodes.map(({ stops }) => stops)).toEqual([1, 2, 0]);
  expect(back.watch.breaches.map(describeBreach)).toEqual([]);
});

test('another run that came after it: what the first one did is not what the nodes are', async () => {
  const roll = await failedRoll('upgrade-4.1-to-5.0', [diesStarting(two)]);
  const plan = mustPlanBack(roll);
  const between = runPaths('/state', 'sim', 'r1a');
  const left = { ...filesOf(roll), [between.plan]: '{"format":1}', [between.journal]: '' };
  const failure = await backOn(roll, plan, left)
    .run()
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({
    exitCode: 2,
    message: 'run r1a came after run r1: what that one did is not what the nodes are now',
  });
  const undoing = { ...left, [between.plan]: '{"undoes":{"runId":"r1"}}' };
  await backOn(roll, plan, undoing).run();
});

test('a finding on another node does not keep one from going back', async () => {
  const roll = await failedRoll('upgrade-4.1-to-5.0', [diesStarting(two)]);
  const state = { ...roll.cluster.state(), at: roll.clock.now() };
  const stalls: Fault = { kind: 'compaction-stalls', node: one, from: state.at };
  const plan = mustPlanBack(roll);
  const back = rollOn({ ...state, faults: [stalls] }, plan, filesOf(roll), { runId: 'r2' });
  await back.run();
  expect(releasesOf(back)).toEqual(['5.0.8', '4.1.10', '4.1.10']);
});

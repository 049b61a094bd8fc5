import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeBreach } from '../../src/rehearse/safety-watch.ts';
import { applyEvent, noProgress, type UpgradeEvent } from '../../src/model/event.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { storageModeOf } from '../../src/model/step.ts';
import { approvalsOf } from '../../src/plan/approvals.ts';
import { paths, rollOn, sceneOf, simulatedRoll } from '../simulate/simulated-roll.ts';

/** Where a run may be killed, seen from each record of its journal. */
const deaths = [
  'before the record is written',
  'after it is written, before the act',
  'during the act',
  'after the act, before its result',
] as const;

interface Death {
  readonly record: number;
  readonly where: (typeof deaths)[number];
  /** What is left: the cluster as it was, and the journal. */
  readonly state: ClusterState;
  readonly journal: string;
}

/**
 * One run, remembered at every instant at which it could have been killed. The state of the cluster
 * is a value, so killing a run there is the same as going on from what it had then.
 */
async function everyDeath(playbook: string) {
  const declared = { freeze };
  const roll = await simulatedRoll({
    ...{ playbook, change: withSnapshots, hasBalancer: true, declared },
  });
  const { ports, files, cluster } = roll;
  const found: Death[] = [];
  let record = 0;
  const die = (where: Death['where']) => {
    const state = { ...cluster.state(), at: roll.clock.now() };
    found.push({ record, where, state, journal: files.textOf(paths.journal) ?? '' });
  };
  const open = files.openAppend.bind(files);
  ports.files.openAppend = async (path, mode) => {
    const file = await open(path, mode);
    return {
      ...file,
      async append(text) {
        record += 1;
        die('before the record is written');
        await file.append(text);
        die('after it is written, before the act');
      },
    };
  };
  const run = ports.runner.run.bind(ports.runner);
  ports.runner.run = async (request) => {
    // Of a run that dies while it takes its locks nothing is left to be resumed.
    if (record === 0) return await run(request);
    const begun = cluster.state();
    const result = run(request);
    const watching = roll.clock.sleep(request.timeoutMs > 20_000 ? 1_300 : 1).then(() => {
      if (cluster.state() !== begun) die('during the act');
    });
    const ended = await result;
    await watching;
    if (cluster.state() !== begun) die('after the act, before its result');
    return ended;
  };
  await roll.run();
  return { found, roll, records: record };
}

const freeze = { freeze: ['reaper', 'pause'], unfreeze: ['reaper', 'resume'] };

/** One that a run took, and one that is none of ours. */
function withSnapshots(state: ClusterState): ClusterState {
  const nodes = state.nodes.map((node) => ({ ...node, snapshots: ['ringward-r0', 'mine'] }));
  return { ...state, nodes };
}

/** A dead process cannot have let go of its lock. */
const lock = JSON.stringify({ runId: 'r1', pid: 7, hostname: 'here', command: 'gone', since: 0 });

async function resumed({ state, journal }: Death, plan: Parameters<typeof rollOn>[1]) {
  const control = JSON.stringify({ format: 1, approved: approvalsOf(plan.nodes) });
  const left = { [paths.journal]: journal, [paths.control]: control, '/state/sim/lock': lock };
  const roll = rollOn(state, plan, left, { looksByValue: true, hasBalancer: true });
  await roll.resume();
  return roll;
}

/** What each playbook is to have done to every node once, whatever killed it. */
function actsOf({ plan }: Awaited<ReturnType<typeof simulatedRoll>>) {
  const kinds = plan.nodes[0]?.steps.map(({ kind }) => kind) ?? [];
  const has = (kind: (typeof kinds)[number]) => kinds.includes(kind);
  const kept = has('clear-snapshot') ? ['mine'] : ['ringward-r0', 'mine'];
  const snapshots = has('snapshot') ? [...kept, 'ringward-r1'] : kept;
  return {
    stops: plan.nodes.map(() => (has('stop') ? 1 : 0)),
    snapshots: plan.nodes.map(() => snapshots),
    isWhole: ({ lives, isOutOfBalancer }: ClusterState['nodes'][number]) =>
      lives.at(-1)?.closedAt === undefined &&
      (lives.at(-1)?.rewrite !== undefined) === has('upgradesstables') &&
      isOutOfBalancer !== true,
    freezes: has('stop') ? 1 : 0,
    least: has('stop') ? 9 : 3,
  };
}

/** How often each command is known to be done; and no node is begun but frozen. */
function freezesIn(events: readonly UpgradeEvent[]) {
  const done = { freeze: 0, unfreeze: 0 };
  let stopsUnfrozen = 0;
  let progress = noProgress;
  for (const event of events) {
    progress = applyEvent(progress, event);
    if (event.type === 'freeze-ended' && event.failure === undefined) done[event.command] += 1;
    const isStop = event.type === 'step-started' && event.kind === 'stop';
    if (isStop && !(progress.isFrozen && done.freeze > done.unfreeze)) stopsUnfrozen += 1;
  }
  return { ...done, stopsUnfrozen, isLeft: progress.isFrozen };
}

const playbooks = readdirSync(new URL('../../playbooks/', import.meta.url)).map((file) =>
  file.replace(/\.yaml$/, ''),
);

describe.each(playbooks)('%s', (playbook) => {
  let all: Awaited<ReturnType<typeof everyDeath>>;
  beforeAll(async () => {
    all = await everyDeath(playbook);
  }, 120_000);

  test.each(deaths)('killed %s: resume ends in the same place', async (where) => {
    const here = all.found.filter((death) => death.where === where);
    const { cluster, toVersion = cluster.release } = sceneOf(playbook);
    const mode = storageModeOf(all.roll.plan.nodes.flatMap(({ steps }) => steps));
    const acts = actsOf(all.roll);
    for (const death of here) {
      const roll = await resumed(death, all.roll.plan);
      const { nodes } = roll.cluster.state();
      const about = `record ${death.record}`;
      expect(
        nodes.map(({ stops }) => stops),
        about,
      ).toEqual(acts.stops);
      expect(
        nodes.map(({ snapshots }) => snapshots),
        about,
      ).toEqual(acts.snapshots);
      expect(nodes.every(acts.isWhole), about).toBe(true);
      expect(
        nodes.map(({ lives }) => lives.at(-1)?.release),
        about,
      ).toEqual(Array(3).fill(toVersion));
      expect(
        nodes.map(({ lives }) => lives.at(-1)?.compatibility),
        about,
      ).toEqual(Array(3).fill(mode));
      expect(roll.events().at(-1), about).toMatchObject({ type: 'run-ended', how: 'complete' });
      expect(roll.cluster.state().isFrozen ?? false, about).toBe(false);
      const { freeze: frozen, ...frozenWell } = freezesIn(roll.events());
      const { freezes } = acts;
      expect(frozenWell, about).toEqual({ unfreeze: freezes, stopsUnfrozen: 0, isLeft: false });
      expect(frozen, about).toBeGreaterThanOrEqual(freezes);
      expect(roll.watch.breaches.map(describeBreach), about).toEqual([]);
    }
    process.stdout.write(`crash matrix: ${playbook}: killed ${where}: ${here.length} cases\n`);
    expect(here.length).toBeGreaterThanOrEqual(where.includes('act') ? acts.least : all.records);
  });
});

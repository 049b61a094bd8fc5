import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeBreach } from '../../src/rehearse/safety-watch.ts';
import { applyEvent, noProgress, type UpgradeEvent } from '../../src/model/event.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { storageModeOf } from '../../src/model/step.ts';
import { sceneOf, type simulatedRoll } from '../simulate/simulated-roll.ts';
import { deaths, everyDeath, resumed } from './every-death.ts';

const freeze = { freeze: ['reaper', 'pause'], unfreeze: ['reaper', 'resume'] };

/** One that a run took, and one that is none of ours. */
function withSnapshots(state: ClusterState): ClusterState {
  const nodes = state.nodes.map((node) => ({ ...node, snapshots: ['ringward-r0', 'mine'] }));
  return { ...state, nodes };
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
    const declared = { freeze };
    all = await everyDeath({ playbook, change: withSnapshots, hasBalancer: true, declared });
  }, 120_000);

  test.each(deaths)('killed %s: resume ends in the same place', async (where) => {
    const here = all.found.filter((death) => death.where === where);
    const { cluster, toVersion = cluster.release } = sceneOf(playbook);
    const mode = storageModeOf(all.roll.plan.nodes.flatMap(({ steps }) => steps));
    const acts = actsOf(all.roll);
    for (const death of here) {
      const roll = await resumed(death, all.roll.plan, true);
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

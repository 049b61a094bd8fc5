import { progressOf, type Progress } from '../model/event.ts';
import { lastStepOf } from '../model/node-progress.ts';
import { rolledOf, type Plan, type PlannedNode } from '../model/plan.ts';
import type { Standings } from '../plan/as-left.ts';
import { mayStillAct, type TakenBack } from '../plan/way-back.ts';
import { comesBeforeGates } from './part-way.ts';

/**
 * What a run has changed of its nodes, the newest first: the node that it left, then those that are done. Nodes
 * that were only got ready are as they were.
 */
export function takenBackOf(plan: Pick<Plan, 'nodes'>, progress: Progress): readonly TakenBack[] {
  const done = progress.done.toReversed();
  return [...progress.begun, ...done].flatMap((address) => {
    const node = plan.nodes.find((each) => each.address === address);
    return node && isChanged(node, progress) ? [takenBack(node, progress)] : [];
  });
}

/**
 * The releases on which a run has left its nodes. One that was begun and is not done may be on either, and so may one
 * that a plan of `undone` brings back.
 */
export function releasesLeft(
  { nodes, toVersion }: Pick<Plan, 'nodes' | 'toVersion'>,
  progress: Progress,
  undone: readonly Pick<Plan, 'nodes'>[] = [],
): Standings['left'] {
  const back = undone.flatMap((plan) => rolledOf(plan.nodes).map(({ address }) => address));
  return new Map(
    nodes.map(({ address, fromVersion }) => {
      const to = toVersion ?? fromVersion;
      if (progress.begun.includes(address) || back.includes(address))
        return [address, [fromVersion, to]];
      return [address, [progress.done.includes(address) ? to : fromVersion]];
    }),
  );
}

/** Whether a run that changes the release has left a node that may be put back. */
export function leavesToTakeBack(plan: Plan, progress: Progress): boolean {
  if (plan.toVersion === undefined || plan.undoes) return false;
  const left = takenBackOf(plan, progress).filter(({ isDone }) => !isDone);
  return left.length > 0 && cutOffIn(plan, progress).length === 0;
}

/** Nodes with a step that was begun and may still be at work there: how it ended is not known. */
export function cutOffIn(plan: Pick<Plan, 'nodes'>, progress: Progress): readonly TakenBack[] {
  return takenBackOf(plan, progress).filter(mayStillAct);
}

/** One that was found as it was to be is not this run's to put back. */
function isChanged({ address, steps }: PlannedNode, progress: Progress): boolean {
  const node = progressOf(progress, address);
  const startAt = steps.findIndex(({ kind }) => kind === 'start');
  const acting = startAt < 0 ? steps : steps.slice(0, startAt + 1);
  return acting.some(({ kind }, index) => {
    const how = node?.steps[index];
    return how !== undefined && how !== 'skipped' && !comesBeforeGates(kind);
  });
}

function takenBack({ address, steps }: PlannedNode, progress: Progress): TakenBack {
  const node = progressOf(progress, address);
  const last = node && lastStepOf(node);
  const kind = last && steps[last.index]?.kind;
  const startAt = steps.findIndex((step) => step.kind === 'start');
  return {
    address,
    isDone: node?.state === 'done',
    isStarted: node?.steps[startAt] !== undefined,
    generationBefore: node?.generationBefore ?? 0,
    ...(kind && { last: { kind, isCutOff: node.steps[last.index] === 'started' } }),
  };
}

import type { PlanDiff } from '../model/plan-diff.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import { nodeOf, type Snapshot } from '../model/snapshot.ts';
import { storageModeOf, type StorageMode } from '../model/step.ts';
import { modeBefore, modeStanding } from '../rules/storage-modes.ts';

type ModeChanges = Pick<PlanDiff, 'changed' | 'missing' | 'modes'>;

/** What the gate storage-mode would say of the members, where the plan has it, and who is in another mode by now. */
export function modeChanges({ before, nodes }: Plan, snapshot: Snapshot): ModeChanges {
  if (!before.includes('storage-mode')) return { changed: [], missing: [], modes: [] };
  const mode = storageModeOf(nodes.flatMap(({ steps }) => steps));
  const each = nodes.map((node) => {
    const changes = changesOf(node, mode, snapshot);
    // No gate keeps a node down that a run has left so.
    return node.leftWith ? { ...changes, missing: [] } : changes;
  });
  return {
    changed: each.flatMap(({ changed }) => changed),
    missing: each.flatMap(({ missing }) => missing),
    modes: each.flatMap(({ modes }) => modes),
  };
}

function changesOf(
  node: PlannedNode,
  mode: StorageMode | undefined,
  snapshot: Snapshot,
): ModeChanges {
  const { address } = node;
  const sources = nodeOf(snapshot, address)?.sources ?? {};
  const standing = modeStanding({ address, sources }, mode);
  const none = { changed: [], missing: [], modes: [] };
  if (standing.kind === 'other') return { ...none, changed: [standing.what] };
  if (standing.kind === 'unseen') {
    const seen = sources[standing.source];
    const why = seen?.kind === 'missing' ? `${seen.why}: ${seen.detail}` : 'was not asked';
    return { ...none, missing: [`the storage mode of ${address} (${standing.source}): ${why}`] };
  }
  const planned = plannedMode(node, mode);
  const now = standing.mode;
  if (planned === undefined || now === undefined || now === planned) return none;
  return { ...none, modes: [{ node: address, planned, now }] };
}

/** In which it was when the plan was made; undefined: the plan does not tell. */
function plannedMode(
  { steps, leftOut }: PlannedNode,
  mode: StorageMode | undefined,
): string | undefined {
  if (mode === undefined || leftOut) return undefined;
  return steps.length === 0 ? mode : modeBefore[mode];
}

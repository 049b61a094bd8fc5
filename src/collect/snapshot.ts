import type { InventoryNode } from '../model/inventory.ts';
import type { Snapshot, SourceId } from '../model/snapshot.ts';
import { mapBounded } from './bounded.ts';
import type { CollectContext } from './context.ts';
import { collectNode } from './node.ts';
import { collectRings } from './describering.ts';
import { mostNodesAtOnce } from './turns.ts';
import { strangersIn, withoutStrangers } from './whose-answers.ts';

/**
 * One look at the cluster: every node, answering or not, side by side; commands as `context.commands` has turns.
 * Throws only what the operator must hear: the signal's reason, or ConfigError for a secret that
 * is not there.
 */
export async function collectSnapshot(
  nodes: readonly InventoryNode[],
  wanted: ReadonlySet<SourceId> | ((address: string) => ReadonlySet<SourceId>),
  context: CollectContext,
): Promise<Snapshot> {
  const { ports, signal } = context;
  const at = ports.clock.now();
  const wantedOf = typeof wanted === 'function' ? wanted : () => wanted;
  const collected = await mapBounded(nodes, mostNodesAtOnce, (node) =>
    collectNode({ ...context, node }, wantedOf(node.address)),
  );
  signal.throwIfAborted();
  const snapshot = ownAnswers(nodes, { at, nodes: collected }, context);
  return context.rings
    ? { ...snapshot, rings: await collectRings(nodes, snapshot, context) }
    : snapshot;
}

function ownAnswers(
  nodes: readonly InventoryNode[],
  snapshot: Snapshot,
  { strangers }: CollectContext,
): Snapshot {
  const known = strangersIn(snapshot, strangers?.known);
  if (strangers) strangers.known = known;
  return withoutStrangers(snapshot, known, nodes);
}

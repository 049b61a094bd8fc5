import { groupBy } from '../model/group-by.ts';
import type { InventoryNode } from '../model/inventory.ts';
import {
  replicationKey,
  type Keyspace,
  type KeyspaceRing,
  type TokenRange,
} from '../model/ring.ts';
import type { Missing, Seen } from '../model/seen.ts';
import { nodeOf, type Snapshot } from '../model/snapshot.ts';
import { parseDescribeRing } from '../parse/describering.ts';
import { isSettled, waysTo } from './ask-node.ts';
import { missing, seen, type CollectContext, type NodeContext } from './context.ts';
import { askCql } from './cql.ts';
import { askJmxRing } from './jmx.ts';
import { askNodetoolFor } from './nodetool.ts';

/**
 * The replica sets of every keyspace that is not local, asked once for each distinct replication
 * of the first node that answers. All or nothing: a keyspace left out would look safe.
 */
export async function collectRings(
  nodes: readonly InventoryNode[],
  snapshot: Snapshot,
  context: CollectContext,
): Promise<Seen<readonly KeyspaceRing[]>> {
  const keyspaces = await keyspacesOf(nodes, snapshot, context);
  if (keyspaces.kind === 'missing') return keyspaces;
  const spread = keyspaces.value.filter(({ replication }) => replication.kind !== 'local');
  const rings: KeyspaceRing[] = [];
  let candidates = nodes;
  for (const alike of groupBy(spread, ({ replication }) => replicationKey(replication)).values()) {
    const answer = await firstAnswer(candidates, context, async (node) => {
      return await askRing({ ...context, node }, alike[0]?.name ?? '');
    });
    if (answer.seen.kind === 'missing') return answer.seen;
    const ranges = answer.seen.value;
    rings.push(...alike.map((keyspace) => ({ keyspace, ranges })));
    candidates = answer.left;
  }
  return seen(context, rings);
}

async function askRing(
  context: NodeContext,
  keyspace: string,
): Promise<Seen<readonly TokenRange[]>> {
  const { jmx, noNodetool } = await waysTo(context);
  const answer = jmx && (await askJmxRing(context, jmx, keyspace));
  if (answer && isSettled(answer)) return answer;
  if (noNodetool) return answer ?? noNodetool;
  const question = { args: ['describering', keyspace], parse: parseDescribeRing };
  return await askNodetoolFor<readonly TokenRange[]>(context, 'describering', question);
}

async function keyspacesOf(
  nodes: readonly InventoryNode[],
  snapshot: Snapshot,
  context: CollectContext,
): Promise<Seen<readonly Keyspace[]>> {
  const { seen: found } = await firstAnswer(nodes, context, async (node) => {
    const asked = nodeOf(snapshot, node.address)?.sources.keyspaces;
    return asked ?? (await askCql({ ...context, node }, 'keyspaces'));
  });
  return found.kind === 'seen' ? { ...found, value: found.value.keyspaces } : found;
}

/** The first answer, with the nodes that are left to be asked next: it and those behind it. */
async function firstAnswer<T>(
  nodes: readonly InventoryNode[],
  context: CollectContext,
  ask: (node: InventoryNode) => Promise<Seen<T>>,
): Promise<{ readonly seen: Seen<T>; readonly left: readonly InventoryNode[] }> {
  let last: Missing = missing(context, 'unreachable', 'there is no node to ask');
  for (const [at, node] of nodes.entries()) {
    const answer = await ask(node);
    if (answer.kind === 'seen') return { seen: answer, left: nodes.slice(at) };
    last = { ...answer, detail: `${node.address}: ${answer.detail}` };
  }
  return { seen: last, left: [] };
}

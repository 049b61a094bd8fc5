import type { Instant } from '../model/instant.ts';
import {
  nodeOf,
  nodesOf,
  withNodes,
  type NodeSnapshot,
  type Snapshot,
  type SourceId,
} from '../model/snapshot.ts';
import type { Asked, Needs } from './asked.ts';

/** A look at all nodes, on which another may rest. */
export interface WholeLook {
  readonly snapshot: Snapshot;
  /** When it was over, or that on which it rests itself. */
  readonly endedAt: Instant;
}

/** A look at a thousand nodes takes minutes itself, so an answer is hardly older than it may be within one. */
const countsForMs = 60_000;

/** Undefined: there is none, or what it found is too old to count. */
export function stillCounting(look: WholeLook | undefined, now: Instant): WholeLook | undefined {
  return look && now - look.endedAt <= countsForMs ? look : undefined;
}

/** A node that has died is silent at once, and seen down by others only after ten seconds and more: it costs one request by CQL to know. */
const ownWord: ReadonlySet<SourceId> = new Set(['cql-local'] as const);

/**
 * What is asked of each member. For all that is needed: who is watched, or stopped beside the subject, and everybody of whom the older
 * look has not all of it. Of the others their own word: what it found of them counts as long as they answer.
 */
export function askedAfter(
  older: Snapshot,
  members: readonly string[],
  needs: Needs,
  { watched }: Asked,
  together: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<SourceId>> {
  const nodes = nodesOf(older, members);
  return new Map(
    members.map((address, at) => {
      const wanted = needs(address);
      const isAnew = watched.has(address) || together.has(address) || !hasAll(nodes[at], wanted);
      return [address, isAnew ? wanted : ownWord];
    }),
  );
}

/** Of whom nothing is to be asked nothing may be known. */
function hasAll(node: NodeSnapshot | undefined, wanted: ReadonlySet<SourceId>): boolean {
  if (!node || wanted.size === 0) return false;
  for (const source of wanted) if (node.sources[source]?.kind !== 'seen') return false;
  return true;
}

/** The newer look, in which the older one counts for those who were asked for their own word. Both are at all nodes. */
export function laidOver(
  older: Snapshot,
  newer: Snapshot,
  asked: ReturnType<typeof askedAfter>,
): Snapshot {
  const nodes = newer.nodes.map((node, at) => {
    const { address } = node;
    if (asked.get(address) !== ownWord) return node;
    // Nearly always both are in one order.
    const before = older.nodes[at];
    return withWord(before?.address === address ? before : nodeOf(older, address), node);
  });
  return withNodes(newer, nodes);
}

/** Who gives no answer any more is silent about all of it. */
function withWord(before: NodeSnapshot | undefined, node: NodeSnapshot): NodeSnapshot {
  const word = node.sources['cql-local'];
  if (!before || !word) return node;
  if (word.kind === 'missing') {
    const silent = Object.keys(before.sources).map((source) => [source, word] as const);
    return { ...before, sources: Object.fromEntries(silent) };
  }
  const last = before.sources['cql-local'];
  // Most say the very same.
  if (last?.kind === 'seen' && last.value === word.value) return before;
  return { ...before, sources: { ...before.sources, 'cql-local': word } };
}

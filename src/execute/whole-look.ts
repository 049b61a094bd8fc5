import type { Instant } from '../model/instant.ts';
import { nodeOf, nodesOf, withNodes, type NodeSnapshot, type Snapshot } from '../model/snapshot.ts';
import type { SourceId } from '../model/snapshot.ts';
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

/**
 * Those who are asked for everything: who is watched, or stopped beside the subject, and everybody of whom the older look has not all
 * that is needed now. Of the others what it found counts as long as they answer.
 */
export function askedAnew(
  older: Snapshot,
  members: readonly string[],
  needs: Needs,
  { watched }: Asked,
  together: ReadonlySet<string>,
): ReadonlySet<string> {
  const nodes = nodesOf(older, members);
  const anew = members.filter((address, at) => {
    if (watched.has(address) || together.has(address)) return true;
    const wanted = needs(address);
    const sources = nodes[at]?.sources ?? {};
    // Of whom nothing is to be asked nothing may be known.
    return wanted.size === 0 || [...wanted].some((source) => sources[source]?.kind !== 'seen');
  });
  return new Set(anew);
}

/** A node that has died is silent at once, and seen down by others only after ten seconds and more: it costs one request by CQL to know. */
export const ownWord: ReadonlySet<SourceId> = new Set(['cql-local'] as const);

/** The newer look, in which those who were not asked anew gave their own word alone. Needs an older one at all its nodes. */
export function laidOver(older: Snapshot, newer: Snapshot, anew: ReadonlySet<string>): Snapshot {
  const nodes = newer.nodes.map((node) => {
    const before = anew.has(node.address) ? undefined : nodeOf(older, node.address);
    return before ? withWord(before, node) : node;
  });
  return withNodes(newer, nodes);
}

/** Nothing counts of who gives no answer any more. */
function withWord(before: NodeSnapshot, { sources }: NodeSnapshot): NodeSnapshot {
  const word = sources['cql-local'];
  if (word?.kind !== 'seen') return { ...before, sources };
  const last = before.sources['cql-local'];
  // Most say the very same.
  if (last?.kind === 'seen' && last.value === word.value) return before;
  return { ...before, sources: { ...before.sources, 'cql-local': word } };
}

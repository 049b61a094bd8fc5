import type { KeyspaceRing, Replica } from '../model/ring.ts';
import { ringIndex } from '../rules/ring-index.ts';

/** Up to so many nodes every one is asked for its view; above, asking all costs more than it tells. */
const askAllUpTo = 30;

/**
 * The nodes whose own view counts when `subject` is judged: every other member on clusters of up to
 * 30 nodes; above, all replicas of the subject's ranges plus one node a rack. Without range data:
 * every other member.
 */
export function witnesses(
  subject: string,
  members: readonly string[],
  rings: readonly KeyspaceRing[] | undefined,
): readonly string[] {
  const others = members.filter((address) => address !== subject);
  if (members.length <= askAllUpTo || !rings) return others;
  const chosen = new Set<string>();
  const rackOf = new Map<string, string>();
  for (const ranges of new Set(rings.map((ring) => ring.ranges))) {
    const index = ringIndex(ranges);
    for (const [address, replica] of index.replicas) rackOf.set(address, rackName(replica));
    for (const { replicas } of index.setsOf(subject)) {
      for (const replica of replicas) chosen.add(replica.address);
    }
  }
  const known = others.filter((address) => rackOf.has(address));
  for (const address of firstOfEachRack(known, rackOf)) chosen.add(address);
  // A member that holds no range was never placed in a rack by the ranges: ask it as well.
  return others.filter((address) => chosen.has(address) || !rackOf.has(address));
}

function firstOfEachRack(
  addresses: readonly string[],
  rackOf: ReadonlyMap<string, string>,
): readonly string[] {
  const first = new Map<string | undefined, string>();
  for (const address of addresses) {
    const rack = rackOf.get(address);
    if (!first.has(rack)) first.set(rack, address);
  }
  return [...first.values()];
}

function rackName(replica: Replica): string {
  return `${replica.dc}\n${replica.rack}`;
}

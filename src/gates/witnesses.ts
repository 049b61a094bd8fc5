import { onceForEach } from '../model/once-for-each.ts';
import type { KeyspaceRing, Replica } from '../model/ring.ts';
import { ringIndex } from '../rules/ring-index.ts';

/** Up to so many nodes every one is asked for everything; above, that costs more than it tells. */
const askAllUpTo = 30;
/** Of the nodes done, so many of the newest are watched. */
const newestDone = 10;

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
  if (isSmall(members) || !rings) return members.filter((address) => address !== subject);
  return neighbourhood(subject, members, rings).witnesses;
}

/**
 * The nodes on which findings are looked for before and after `subject` is touched: every member on
 * clusters of up to 30 nodes. Above, what detectors need of a node costs too many nodetool starts to
 * ask it of all replicas each time, so it is the subject, the 30 nodes that share most ranges with it,
 * one node a rack, and the ten nodes that were done last. Without range data: every member.
 */
export function watched(
  subject: string,
  members: readonly string[],
  rings: readonly KeyspaceRing[] | undefined,
  done: readonly string[],
): ReadonlySet<string> {
  if (isSmall(members) || !rings) return new Set(members);
  const { closest, ofRacks } = neighbourhood(subject, members, rings);
  return new Set([subject, ...closest, ...ofRacks, ...done.slice(-newestDone)]);
}

function isSmall(members: readonly string[]): boolean {
  return members.length <= askAllUpTo;
}

interface Neighbourhood {
  readonly subject: string;
  readonly witnesses: readonly string[];
  /** Those that share most ranges with the subject. */
  readonly closest: readonly string[];
  readonly ofRacks: readonly string[];
}

/** Every gate of a look asks, and the next look is about the same node. */
const remembered = new WeakMap<
  readonly KeyspaceRing[],
  WeakMap<readonly string[], Neighbourhood>
>();

function neighbourhood(
  subject: string,
  members: readonly string[],
  rings: readonly KeyspaceRing[],
): Neighbourhood {
  const ofRings = remembered.get(rings) ?? new WeakMap<readonly string[], Neighbourhood>();
  remembered.set(rings, ofRings);
  const known = ofRings.get(members);
  if (known?.subject === subject) return known;
  const found = toNeighbourhood(subject, members, rings);
  ofRings.set(members, found);
  return found;
}

function toNeighbourhood(
  subject: string,
  members: readonly string[],
  rings: readonly KeyspaceRing[],
): Neighbourhood {
  const racks = racksOf(rings);
  const others = members.filter((address) => address !== subject);
  const shared = sharedWith(subject, rings);
  const ofRacks = firstOfEachRack(others, racks);
  const isOfRack = new Set(ofRacks);
  return {
    subject,
    ofRacks,
    closest: closestOf(others, shared),
    // A member that holds no range was never placed in a rack by the ranges: ask it as well.
    witnesses: others.filter(
      (address) => shared.has(address) || isOfRack.has(address) || !racks.has(address),
    ),
  };
}

/** Of two that share as many ranges, the one that comes first. */
function closestOf(
  others: readonly string[],
  shared: ReadonlyMap<string, number>,
): readonly string[] {
  // Numbers alone are sorted quickly; of a thousand neighbours most are then left out.
  const counts = Uint32Array.from(others, (address) => shared.get(address) ?? 0);
  const fewest = counts.sort().at(-askAllUpTo) ?? 0;
  return others
    .flatMap((address) => {
      const ranges = shared.get(address) ?? 0;
      return ranges > 0 && ranges >= fewest ? [{ address, ranges }] : [];
    })
    .sort((a, b) => b.ranges - a.ranges)
    .slice(0, askAllUpTo)
    .map(({ address }) => address);
}

/** Nodes with ranges of the subject, with how many of them. */
function sharedWith(subject: string, rings: readonly KeyspaceRing[]): ReadonlyMap<string, number> {
  const shared = new Map<string, number>();
  for (const ranges of new Set(rings.map((ring) => ring.ranges))) {
    for (const [address, count] of ringIndex(ranges).neighboursOf(subject)) {
      shared.set(address, (shared.get(address) ?? 0) + count);
    }
  }
  return shared;
}

/** The rack of every node that holds a range. */
const racksOf = onceForEach((rings: readonly KeyspaceRing[]): ReadonlyMap<string, string> => {
  const indexes = [...new Set(rings.map((ring) => ring.ranges))].map(ringIndex);
  return new Map(
    indexes.flatMap(({ replicas }) =>
      [...replicas].map(([address, replica]) => [address, rackName(replica)] as const),
    ),
  );
});

function firstOfEachRack(
  addresses: readonly string[],
  racks: ReadonlyMap<string, string>,
): readonly string[] {
  const first = new Map<string, string>();
  for (const address of addresses) {
    const rack = racks.get(address);
    if (rack !== undefined && !first.has(rack)) first.set(rack, address);
  }
  return [...first.values()];
}

function rackName(replica: Replica): string {
  return `${replica.dc}\n${replica.rack}`;
}

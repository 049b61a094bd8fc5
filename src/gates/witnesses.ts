import { rememberLast } from '../model/remember-last.ts';
import type { GateView } from '../model/gate.ts';
import type { KeyspaceRing, Replica } from '../model/ring.ts';
import { ringIndex, type RingIndex } from '../rules/ring-index.ts';

/** Up to so many nodes every one is asked for everything; above, that costs more than it tells. */
const askAllUpTo = 30;
/** With one token a node shares ranges with eight others at RF 5; with vnodes hardly more with one than another. */
const closestCount = 12;
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
  if (isSmallCluster(members) || !rings) return members.filter((address) => address !== subject);
  return neighbourhood(subject, members, rings).witnesses;
}

/** Those of a gate's subject; nodes of its wave that are away see nothing that would count. */
export function witnessesIn({
  subject: { address, away = [] },
  members,
  rings,
}: Pick<GateView, 'subject' | 'members' | 'rings'>): readonly string[] {
  const all = witnesses(address, members, rings);
  return away.length === 0 ? all : all.filter((each) => !away.includes(each));
}

/**
 * The nodes on which findings are looked for before and after `subject` is touched: every member on
 * clusters of up to 30 nodes. Above, what detectors need of a node costs too many nodetool starts to
 * ask it of all replicas each time, so it is the subject, the 12 nodes that share most ranges with it,
 * one node a rack, and the ten nodes that were done last. Without range data: every member.
 */
export function watched(
  subject: string,
  members: readonly string[],
  rings: readonly KeyspaceRing[] | undefined,
  done: readonly string[],
): ReadonlySet<string> {
  if (isSmallCluster(members) || !rings) return new Set(members);
  const { closest, ofRacks } = neighbourhood(subject, members, rings);
  return new Set([subject, ...closest, ...ofRacks, ...done.slice(-newestDone)]);
}

/** Whether every node is asked for everything. */
export function isSmallCluster(members: readonly unknown[]): boolean {
  return members.length <= askAllUpTo;
}

interface Neighbourhood {
  readonly witnesses: readonly string[];
  /** Those that share most ranges with the subject. */
  readonly closest: readonly string[];
  readonly ofRacks: readonly string[];
}

/** Every gate of a look asks, and the next look is about the same node. */
const neighbourhood = rememberLast(toNeighbourhood);

function toNeighbourhood(
  subject: string,
  members: readonly string[],
  rings: readonly KeyspaceRing[],
): Neighbourhood {
  const places = placesIn(members, rings);
  const shared = sharedWith(subject, members.length, places.indexes);
  const ofRacks = places.firstOfRacks.flatMap((two) => two.find((each) => each !== subject) ?? []);
  const isOfRack = new Set(ofRacks);
  return {
    ofRacks,
    closest: closestOf(members, shared),
    // A member that holds no range was never placed in a rack by the ranges: ask it as well.
    witnesses: members.filter(
      (address, at) =>
        address !== subject &&
        ((shared[at] ?? 0) > 0 || places.racks[at] === undefined || isOfRack.has(address)),
    ),
  };
}

/** Of two that share as many ranges, the one that comes first. */
function closestOf(members: readonly string[], shared: Uint32Array): readonly string[] {
  // Numbers alone are sorted quickly; of a thousand neighbours most are then left out.
  const fewest = Math.max(1, shared.toSorted().at(-closestCount) ?? 1);
  const near: { readonly address: string; readonly ranges: number }[] = [];
  members.forEach((address, at) => {
    const ranges = shared[at] ?? 0;
    if (ranges >= fewest) near.push({ address, ranges });
  });
  return near
    .sort((a, b) => b.ranges - a.ranges)
    .slice(0, closestCount)
    .map(({ address }) => address);
}

/** How many ranges each member shares with the subject. */
function sharedWith(subject: string, count: number, indexes: Places['indexes']): Uint32Array {
  const shared = new Uint32Array(count);
  for (const { index, memberAt } of indexes) {
    const counts = index.sharedWith(subject);
    for (let number = 0; number < counts.length; number += 1) {
      const at = memberAt[number] ?? -1;
      if (at >= 0) shared[at] = (shared[at] ?? 0) + (counts[number] ?? 0);
    }
  }
  return shared;
}

/** Where the members are in the ranges: the same for every subject. */
interface Places {
  /** For each distinct replication which member each of its replicas is; -1: it is none. */
  readonly indexes: readonly { readonly index: RingIndex; readonly memberAt: Int32Array }[];
  /** Of each member; undefined: it holds no range. */
  readonly racks: readonly (string | undefined)[];
  /** Of each rack the first two: one of them is no subject. */
  readonly firstOfRacks: readonly (readonly string[])[];
}

const placesIn = rememberLast(
  (members: readonly string[], rings: readonly KeyspaceRing[]): Places => {
    const indexes = [...new Set(rings.map((ring) => ring.ranges))].map(ringIndex);
    const rackBy = new Map(indexes.flatMap(({ replicas }) => [...replicas].map(rackOf)));
    const racks = members.map((address) => rackBy.get(address));
    return {
      racks,
      firstOfRacks: firstTwoOfEach(members, racks),
      indexes: indexes.map((index) => ({ index, memberAt: membersOf(members, index) })),
    };
  },
);

function membersOf(members: readonly string[], { replicas }: RingIndex): Int32Array {
  const places = new Map(members.map((address, at) => [address, at]));
  return Int32Array.from([...replicas.keys()], (address) => places.get(address) ?? -1);
}

function rackOf([address, { dc, rack }]: readonly [string, Replica]): readonly [string, string] {
  return [address, `${dc}\n${rack}`];
}

function firstTwoOfEach(
  members: readonly string[],
  racks: Places['racks'],
): Places['firstOfRacks'] {
  const ofRack = new Map<string, string[]>();
  members.forEach((address, at) => {
    const rack = racks[at];
    if (rack === undefined) return;
    const two = ofRack.get(rack) ?? [];
    ofRack.set(rack, two);
    if (two.length < 2) two.push(address);
  });
  return [...ofRack.values()];
}

import { once } from '../model/once.ts';
import { onceForEach } from '../model/once-for-each.ts';
import type { Replica, TokenRange } from '../model/ring.ts';
import { distinctLists } from './distinct-lists.ts';
import { besideEach, countsIn, countsOf, inverted, listAt, type Numbers } from './flat-lists.ts';

/**
 * The ranges of a ring by what tells them apart. A set of replicas stands for all ranges on these
 * nodes, a spread for all sets with as many replicas in each DC. Both are given as one of
 * their ranges, which can be named.
 */
export interface RingIndex {
  /** All of them, as they were seen. */
  readonly ranges: readonly TokenRange[];
  readonly dcs: readonly string[];
  /** Every node that holds a range. */
  readonly replicas: ReadonlyMap<string, Replica>;
  readonly spreads: readonly TokenRange[];
  /** How many ranges each of `replicas`, in that order, shares with the node; with itself: none. */
  readonly sharedWith: (address: string) => Uint32Array;
  /** The distinct sets that contain the node. */
  readonly setsOf: (address: string) => readonly TokenRange[];
  /** The spreads among them: with this node down and no other, sets of one spread lose the same. */
  readonly spreadsOf: (address: string) => readonly TokenRange[];
}

/**
 * One pass over the ranges. Keyspaces of one replication share them, and every gate asks again: the
 * same array is answered from memory.
 */
export const ringIndex = onceForEach(toIndex);

/** A quarter of a million ranges at RF 5 are five million. */
const mostBeside = 16_000_000;

function toIndex(ranges: readonly TokenRange[]): RingIndex {
  const { nodes, dcs, holders, spreadOf, spreadCount } = readRanges(ranges);
  const all = spreadOf.map((_, id) => id);
  const firstOfSpreads = (ids: Numbers) => firstOfEach(ids, (id) => spreadOf[id], spreadCount);
  const held = inverted(holders, nodes.length);
  const numbers = new Map(nodes.map(({ address }, number) => [address, number]));
  const heldBy = (address: string) => listAt(held, numbers.get(address) ?? -1);
  const beside = once(() => besideEach(holders, nodes.length, mostBeside));
  const rangesAt = (ids: readonly number[]) => ids.flatMap((id) => ranges[id] ?? []);
  const setOf = (id: number) => listAt(holders, id).slice().sort().join();
  return {
    ranges,
    dcs,
    replicas: new Map(nodes.map((replica) => [replica.address, replica])),
    sharedWith: (address) => {
      const number = numbers.get(address) ?? -1;
      const all = beside();
      const counts = all
        ? countsOf(listAt(all, number), nodes.length)
        : countsIn(holders, listAt(held, number), nodes.length);
      if (number >= 0) counts[number] = 0;
      return counts;
    },
    spreads: rangesAt(firstOfSpreads(all)),
    setsOf: onceEach((address) => rangesAt(firstOfEach(heldBy(address), setOf))),
    spreadsOf: onceEach((address) => rangesAt(firstOfSpreads(heldBy(address)))),
  };
}

/** The nodes in the order in which they come up, and by their numbers who holds each range. */
function readRanges(ranges: readonly TokenRange[]) {
  const dcs = new Map<string, number>();
  const numbers = new Map<string, number>();
  const nodes: Replica[] = [];
  const dcOf: number[] = [];
  const numberOf = (replica: Replica): number => {
    const known = numbers.get(replica.address);
    if (known !== undefined) return known;
    const dc = dcs.get(replica.dc) ?? dcs.size;
    dcs.set(replica.dc, dc);
    numbers.set(replica.address, nodes.length);
    dcOf.push(dc);
    return nodes.push(replica) - 1;
  };
  const starts = new Uint32Array(ranges.length + 1);
  ranges.forEach(({ replicas }, id) => (starts[id + 1] = (starts[id] ?? 0) + replicas.length));
  const items = new Uint32Array(starts[ranges.length] ?? 0);
  const spreadOf = new Uint32Array(ranges.length);
  const spreadIds = distinctLists();
  // One list for all: half a million ranges are read.
  const spread: number[] = [];
  ranges.forEach(({ replicas }, id) => {
    spread.length = 0;
    for (const replica of replicas) {
      const number = numberOf(replica);
      items[(starts[id] ?? 0) + spread.length] = number;
      insertSorted(spread, dcOf[number] ?? 0);
    }
    spreadOf[id] = spreadIds.idOf(spread);
  });
  return {
    nodes,
    dcs: [...dcs.keys()],
    holders: { items: nodes.length > 65_536 ? items : Uint16Array.from(items), starts },
    spreadOf,
    spreadCount: spreadIds.size(),
  };
}

function insertSorted(list: number[], item: number): void {
  let at = list.length;
  for (; at > 0 && (list[at - 1] ?? 0) > item; at -= 1) list[at] = list[at - 1] ?? 0;
  list[at] = item;
}

/** Every group of keyspaces and every look asks of the same few nodes. */
function onceEach<T>(answer: (address: string) => T): (address: string) => T {
  const known = new Map<string, T>();
  return (address) => {
    const value = known.get(address) ?? answer(address);
    known.set(address, value);
    return value;
  };
}

/** Looks no further once it has found as many as there are. */
function firstOfEach(
  ids: Numbers,
  keyOf: (id: number) => unknown,
  count = Number.POSITIVE_INFINITY,
): readonly number[] {
  const seen = new Set<unknown>();
  const found: number[] = [];
  for (const id of ids) {
    if (seen.size >= count) break;
    if (seen.size < seen.add(keyOf(id)).size) found.push(id);
  }
  return found;
}

import type { Replica, TokenRange } from '../model/ring.ts';
import { distinctLists } from './distinct-lists.ts';

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
  /** The nodes that share ranges with the node, with how many. */
  readonly neighboursOf: (address: string) => ReadonlyMap<string, number>;
  /** The distinct sets that contain the node. */
  readonly setsOf: (address: string) => readonly TokenRange[];
  /** The spreads among them: with this node down and no other, sets of one spread lose the same. */
  readonly spreadsOf: (address: string) => readonly TokenRange[];
}

/** Keyspaces of one replication share their ranges, and every gate asks again: worked out once. */
const remembered = new WeakMap<readonly TokenRange[], RingIndex>();

/** One pass over the ranges; the same array is answered from memory. */
export function ringIndex(ranges: readonly TokenRange[]): RingIndex {
  const known = remembered.get(ranges);
  if (known) return known;
  const index = toIndex(ranges);
  remembered.set(ranges, index);
  return index;
}

function toIndex(ranges: readonly TokenRange[]): RingIndex {
  const { nodes, dcs, spreadOf } = readRanges(ranges);
  const heldBy = (address: string) => nodes.get(address)?.ranges ?? [];
  const rangesAt = (ids: readonly number[]) => ids.flatMap((id) => ranges[id] ?? []);
  return {
    ranges,
    dcs,
    replicas: new Map([...nodes].map(([address, { replica }]) => [address, replica])),
    neighboursOf: (address) => sharing(address, ranges, heldBy(address)),
    spreads: rangesAt(firstOfEach([...ranges.keys()], (id) => spreadOf[id])),
    setsOf: once((address) => rangesAt(firstOfEach(heldBy(address), (id) => setKey(ranges[id])))),
    spreadsOf: once((address) => rangesAt(firstOfEach(heldBy(address), (id) => spreadOf[id]))),
  };
}

function sharing(
  address: string,
  ranges: readonly TokenRange[],
  held: readonly number[],
): ReadonlyMap<string, number> {
  const shared = new Map<string, number>();
  for (const id of held) {
    for (const replica of ranges[id]?.replicas ?? []) {
      shared.set(replica.address, (shared.get(replica.address) ?? 0) + 1);
    }
  }
  shared.delete(address);
  return shared;
}

interface HeldRanges {
  readonly replica: Replica;
  /** Number of its DC. */
  readonly dc: number;
  /** Numbers of its ranges. */
  readonly ranges: number[];
}

function readRanges(ranges: readonly TokenRange[]) {
  const dcs = new Map<string, number>();
  const nodes = new Map<string, HeldRanges>();
  const spreadIds = distinctLists();
  const nodeOf = (replica: Replica): HeldRanges => {
    const known = nodes.get(replica.address);
    if (known) return known;
    const node = { replica, dc: dcs.get(replica.dc) ?? dcs.size, ranges: [] };
    dcs.set(replica.dc, node.dc);
    nodes.set(replica.address, node);
    return node;
  };
  const spreadOf = ranges.map(({ replicas }, id) => {
    const inDcs = replicas.map((replica) => {
      const node = nodeOf(replica);
      node.ranges.push(id);
      return node.dc;
    });
    return spreadIds.idOf(inDcs.sort((a, b) => a - b));
  });
  return { nodes, dcs: [...dcs.keys()], spreadOf };
}

function setKey(range: TokenRange | undefined): string {
  return (range?.replicas ?? [])
    .map(({ address }) => address)
    .sort()
    .join();
}

/** Every group of keyspaces and every look asks of the same few nodes. */
function once<T>(answer: (address: string) => T): (address: string) => T {
  const known = new Map<string, T>();
  return (address) => {
    const value = known.get(address) ?? answer(address);
    known.set(address, value);
    return value;
  };
}

function firstOfEach(ids: readonly number[], keyOf: (id: number) => unknown): readonly number[] {
  const seen = new Set<unknown>();
  return ids.filter((id) => {
    const key = keyOf(id);
    return seen.has(key) ? false : seen.add(key).has(key);
  });
}

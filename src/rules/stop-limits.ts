import type { TokenRange } from '../model/ring.ts';
import { distinctLists } from './distinct-lists.ts';
import { countsFor, describeWhere, liveFor } from './range-safety.ts';
import type { ReplicaGroup } from './replica-groups.ts';
import type { RangeNeed, ReplicaNeed } from './replica-needs.ts';

/**
 * All that keeps nodes of a list from being stopped together, by number. Limit `id`: of the nodes
 * from `nodes[starts[id]]` to before `nodes[starts[id + 1]]` (their numbers in the list, ascending) at most
 * `most[id]` may be down together; that is fewer than they are.
 */
export interface StopLimits {
  readonly nodes: readonly number[];
  readonly starts: readonly number[];
  readonly most: readonly number[];
  readonly because: (id: number) => LimitReason;
}

/** The range that they hold, and what is asked of it. */
export interface LimitReason {
  readonly group: ReplicaGroup;
  readonly need: RangeNeed;
  readonly range: TokenRange;
}

/**
 * One limit for each distinct set of the nodes that holds a range, the strictest of all keyspaces and
 * levels, with the nodes of `down` down already. A set that may be down as a whole is no limit.
 */
export function stopLimits(
  groups: readonly ReplicaGroup[],
  addresses: readonly string[],
  down: ReadonlySet<string>,
): StopLimits {
  const numbers = numbersOf(addresses, down);
  const sets = distinctLists();
  const most: number[] = [];
  const ranges: TokenRange[] = [];
  const sources: number[] = [];
  const asked = groups
    .filter((group) => !group.isWarningOnly)
    .flatMap((group) => group.needs.map((need) => ({ group, need })));
  asked.forEach(({ group, need }, source) => {
    for (const range of group.ring.ranges) {
      const nodes = holdersOf(range, need, numbers);
      const allowed = liveFor(range, need, down) - need.least;
      if (nodes.length === 0 || nodes.length <= allowed) continue;
      const id = sets.idOf(nodes);
      if (allowed >= (most[id] ?? Number.POSITIVE_INFINITY)) continue;
      most[id] = allowed;
      ranges[id] = range;
      sources[id] = source;
    }
  });
  const because = (id: number) => {
    const [source, range] = [asked[sources[id] ?? -1], ranges[id]];
    if (!source || !range) throw new RangeError(`there is no limit ${id}`);
    return { ...source, range };
  };
  return { nodes: sets.items, starts: sets.starts, most, because };
}

/** `keyspace ks1 (and 3 more like it), range (a, b]: LOCAL_QUORUM in dc1 lets 1 of these 3 nodes be down` */
export function describeLimit({ starts, most, because }: StopLimits, id: number): string {
  const { group, need, range } = because(id);
  const count = (starts[id + 1] ?? 0) - (starts[id] ?? 0);
  const where = describeWhere({ ...need, keyspaces: group.keyspaces, range });
  return `${where} lets ${most[id] ?? 0} of ${count} nodes be down`;
}

/** One that is down already is stopped at no cost. */
function numbersOf(addresses: readonly string[], down: ReadonlySet<string>) {
  const numbers = new Map(addresses.map((address, number) => [address, number]));
  for (const address of down) numbers.delete(address);
  return numbers;
}

/** Those in the list that hold the range, ascending. */
function holdersOf(
  { replicas }: TokenRange,
  need: ReplicaNeed,
  numbers: ReadonlyMap<string, number>,
): readonly number[] {
  const holders: number[] = [];
  for (const replica of replicas) {
    const number = countsFor(replica, need) ? numbers.get(replica.address) : undefined;
    if (number === undefined) continue;
    let place = holders.push(number) - 1;
    for (
      let before = holders[place - 1] ?? -1;
      before > number;
      before = holders[place - 1] ?? -1
    ) {
      holders[place] = before;
      place -= 1;
    }
    holders[place] = number;
  }
  return holders;
}

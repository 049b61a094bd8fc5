import type { ConsistencyLevel } from '../model/consistency.ts';
import type { TokenRange } from '../model/ring.ts';
import type { ReplicaNeed } from './replica-needs.ts';
import type { ReplicaGroup, ReplicaSet } from './replica-groups.ts';

/** How far one level of one range is from being lost; `live < needed`: it is. */
export interface RangeMargin {
  readonly keyspaces: readonly string[];
  readonly range: TokenRange;
  readonly level: ConsistencyLevel;
  readonly dc?: string;
  readonly live: number;
  readonly needed: number;
}

export interface RangeJudgement {
  /** The worst lost range of each group, level and DC; empty: safe. */
  readonly lost: readonly RangeMargin[];
  /** The same for keyspaces that are worth a warning only. */
  readonly warnings: readonly RangeMargin[];
  /** The range with the fewest replicas to spare; undefined when no level needs any. */
  readonly tightest: RangeMargin | undefined;
}

/**
 * Would every level in use still hold for every range with the nodes of `down` down? With `touching`
 * only the ranges of that node are looked at: enough when all of them held without it.
 */
export function judgeRanges(
  groups: readonly ReplicaGroup[],
  down: ReadonlySet<string>,
  touching?: string,
): RangeJudgement {
  const holding = groups.filter((group) => !group.isWarningOnly);
  const margins = holding.flatMap((group) => worstMargins(group, down, touching));
  const warned = groups
    .filter((group) => group.isWarningOnly)
    .flatMap((group) => worstMargins(group, down, touching));
  return {
    lost: margins.filter(isLost),
    warnings: warned.filter(isLost),
    tightest: margins.reduce<RangeMargin | undefined>(tighter, undefined),
  };
}

/** `ks1 and 3 more: range (a,b], QUORUM needs 2 replicas, 1 live` */
export function describeMargin(margin: RangeMargin): string {
  const [first = '', ...more] = margin.keyspaces;
  const names = more.length === 0 ? first : `${first} (and ${more.length} more like it)`;
  const where = margin.dc === undefined ? '' : ` in ${margin.dc}`;
  return (
    `keyspace ${names}, range (${margin.range.start}, ${margin.range.end}]: ` +
    `${margin.level}${where} has ${margin.live} live of ${margin.needed} needed`
  );
}

/** Per level and DC the set with the least to spare. */
function worstMargins(
  group: ReplicaGroup,
  down: ReadonlySet<string>,
  touching: string | undefined,
): readonly RangeMargin[] {
  const worst = new Map<string, RangeMargin>();
  const sets = touching === undefined ? group.sets : (group.setsByAddress.get(touching) ?? []);
  for (const set of sets) {
    for (const need of set.needs) {
      const live = liveFor(set, need, down);
      const key = `${need.level}|${need.dc ?? ''}`;
      const known = worst.get(key);
      if (known && spare(known) <= live - need.needed) continue;
      worst.set(key, { keyspaces: group.keyspaces, range: set.range, ...need, live });
    }
  }
  return [...worst.values()];
}

function liveFor(set: ReplicaSet, need: ReplicaNeed, down: ReadonlySet<string>): number {
  let live = 0;
  for (const replica of set.replicas) {
    const counts = need.dc === undefined || replica.dc === need.dc;
    if (counts && !down.has(replica.address)) live++;
  }
  return live;
}

function tighter(best: RangeMargin | undefined, next: RangeMargin): RangeMargin {
  return best && spare(best) <= spare(next) ? best : next;
}

function spare(margin: RangeMargin): number {
  return margin.live - margin.needed;
}

function isLost(margin: RangeMargin): boolean {
  return margin.live < margin.needed;
}

import type { ConsistencyLevel } from '../model/consistency.ts';
import { onceForEach } from '../model/once-for-each.ts';
import type { Replica, TokenRange } from '../model/ring.ts';
import type { RangeNeed, ReplicaNeed } from './replica-needs.ts';
import type { ReplicaGroup } from './replica-groups.ts';

/** How far one level of one range is from being lost; `live < least`: it is. */
export interface RangeMargin {
  readonly keyspaces: readonly string[];
  readonly replication: ReplicaGroup['replication'];
  readonly range: TokenRange;
  readonly level: ConsistencyLevel;
  readonly dc?: string;
  readonly live: number;
  readonly needed: number;
  /** What a roll asks for: more with a margin, less of an accepted keyspace. */
  readonly least: number;
  /** Why that is accepted. */
  readonly because?: string;
}

export interface RangeJudgement {
  /** The worst lost range of each group, level and DC; empty: safe. */
  readonly lost: readonly RangeMargin[];
  /** The same for keyspaces that are worth a warning only. */
  readonly warnings: readonly RangeMargin[];
  /** What is lost, or has nothing to spare, and accepted. */
  readonly accepted: readonly RangeMargin[];
  /** The range with the fewest replicas to spare of what is not accepted; undefined when no level needs any. */
  readonly tightest: RangeMargin | undefined;
}

/**
 * Would every level in use still hold for every range with the nodes of `down` down? Only the
 * distinct replica sets that contain one of them are looked at (of one node: one set a spread over
 * DCs); what the others have to spare is reckoned once a group.
 */
export function judgeRanges(
  groups: readonly ReplicaGroup[],
  down: ReadonlySet<string>,
): RangeJudgement {
  const holding = groups.filter((group) => !group.isWarningOnly);
  const warning = groups.filter((group) => group.isWarningOnly);
  const margins = holding.flatMap((group) => marginsOf(group, down));
  const held = margins.filter(({ because }) => because === undefined);
  const lost = margins.filter(isLost);
  return {
    lost,
    warnings: warning.flatMap((group) => marginsOf(group, down)).filter(isLost),
    accepted: margins.filter((margin) => isGivenUp(margin) && !lost.includes(margin)),
    tightest: held.length === 0 ? undefined : held.reduce(tighter),
  };
}

/** The same for every range of a level: of keyspaces that are alike, in a DC where it is local to one. */
export function levelKey({ keyspaces, level, dc = '' }: RangeMargin): string {
  return [keyspaces.join(), level, dc].join('|');
}

/** `keyspace ks1 (and 3 more like it), range (a, b]: QUORUM has 1 live of 2 needed` */
export function describeMargin(margin: RangeMargin): string {
  const { live, needed, least } = margin;
  const spared = least > needed ? ` and ${least - needed} to spare` : '';
  return `${describeWhere(margin)} has ${live} live of ${needed} needed${spared}`;
}

/** `keyspace ks1 (and 3 more like it), range (a, b]: LOCAL_QUORUM in dc1` */
export function describeWhere(
  where: Pick<RangeMargin, 'keyspaces' | 'range' | 'level' | 'dc'>,
): string {
  const { keyspaces, range, level, dc } = where;
  const [first = '', ...more] = keyspaces;
  const names = more.length === 0 ? first : `${first} (and ${more.length} more like it)`;
  const place = dc === undefined ? '' : ` in ${dc}`;
  return `keyspace ${names}, range (${range.start}, ${range.end}]: ${level}${place}`;
}

/** Per need the range with the fewest live replicas. */
function marginsOf(group: ReplicaGroup, down: ReadonlySet<string>): readonly RangeMargin[] {
  const touched = touchedSets(group, [...down]);
  const up = marginsUpOf(group);
  return group.needs.flatMap((need, index) => {
    // A set that is touched has no more live than it had: of both, the worse is true.
    const margins = [worstMargin(group, need, touched, down), up[index]];
    const [first, ...others] = margins.filter((margin) => margin !== undefined);
    return first ? [others.reduce(tighter, first)] : [];
  });
}

/** Enough sets that the worst of them is the worst of all that lose a replica. */
function touchedSets({ ring }: ReplicaGroup, down: readonly string[]): readonly TokenRange[] {
  const [first] = down;
  if (first !== undefined && down.length === 1) return ring.spreadsOf(first);
  return down.flatMap((address) => ring.setsOf(address));
}

const noneDown: ReadonlySet<string> = new Set();

/** Per need the worst range with every node up. */
const marginsUpOf = onceForEach((group: ReplicaGroup) =>
  group.needs.map((need) => worstMargin(group, need, group.ring.spreads, noneDown)),
);

function worstMargin(
  { keyspaces, replication }: ReplicaGroup,
  need: RangeNeed,
  sets: readonly TokenRange[],
  down: ReadonlySet<string>,
): RangeMargin | undefined {
  let fewest = Number.POSITIVE_INFINITY;
  let worst: TokenRange | undefined;
  for (const range of sets) {
    const live = liveFor(range, need, down);
    if (live >= fewest) continue;
    fewest = live;
    worst = range;
  }
  return worst && { keyspaces, replication, range: worst, ...need, live: fewest };
}

/** How many replicas of the range are left for the need with these nodes down. */
export function liveFor(
  { replicas }: TokenRange,
  need: ReplicaNeed,
  down: ReadonlySet<string>,
): number {
  let live = 0;
  for (const replica of replicas) {
    if (countsFor(replica, need) && !down.has(replica.address)) live++;
  }
  return live;
}

export function countsFor({ dc }: Replica, need: ReplicaNeed): boolean {
  return need.dc === undefined || dc === need.dc;
}

/** The one with fewer replicas to spare; the first of two alike. */
export function tighter(best: RangeMargin, next: RangeMargin): RangeMargin {
  return spare(best) <= spare(next) ? best : next;
}

function spare(margin: RangeMargin): number {
  return margin.live - margin.least;
}

/** The level is lost, or it was only accepted that nothing is spare, and nothing is. */
function isGivenUp({ because, live, needed, least }: RangeMargin): boolean {
  return because !== undefined && (live < needed || live === least);
}

function isLost(margin: RangeMargin): boolean {
  return margin.live < margin.least;
}

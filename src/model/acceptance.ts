import type { ConsistencyLevel } from './consistency.ts';

/** A rule that does not hold, or that nobody could judge, and goes on all the same. */
export interface RuleAcceptance {
  readonly rule: string;
  readonly because: string;
  readonly keyspace?: never;
}

/** A keyspace that may lose a level, as an operator asks for it. */
export interface KeyspaceWish {
  readonly keyspace: string;
  readonly because: string;
  readonly rule?: never;
}

/** The same in a plan: only these levels, and no further than was seen when it was made. */
export interface KeyspaceAcceptance extends KeyspaceWish {
  readonly levels: readonly AcceptedLevel[];
}

/** `live` of its replicas are left, at worst, of `needed`; with a margin they may be enough, and none to spare. */
export interface AcceptedLevel {
  readonly level: ConsistencyLevel;
  readonly dc?: string;
  readonly live: number;
  readonly needed: number;
}

export type AcceptanceWish = RuleAcceptance | KeyspaceWish;
export type Acceptance = RuleAcceptance | KeyspaceAcceptance;

/** Requests at that level fail meanwhile; else only a margin is not kept. */
export function isLost({ live, needed }: AcceptedLevel): boolean {
  return live < needed;
}

/** `LOCAL_QUORUM in dc1, 0 live of 1 needed` */
export function acceptedLevelText({ level, dc, live, needed }: AcceptedLevel): string {
  return `${level}${dc === undefined ? '' : ` in ${dc}`}, ${live} live of ${needed} needed`;
}

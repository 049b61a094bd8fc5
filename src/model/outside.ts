import { sumOf } from './counts.ts';
import type { ConsistencyLevel } from './consistency.ts';

/** The way of a client into a node, in its order: each can be passed only after the ones before. */
export const outsidePhases = ['connect', 'tls', 'startup', 'authentication', 'query'] as const;

/**
 * `connect`: TCP, up to the first byte that comes back; `tls`: the handshake; `startup`: the answer to an
 * OPTIONS of the native protocol; `authentication`: the log-in; `query`: reads and writes of an open session.
 */
export type OutsidePhase = (typeof outsidePhases)[number];

/** Tries of one phase. A time-out is a failure with a class of its own. */
export interface PhaseCount {
  /** Those that came as far as this phase. */
  readonly tries: number;
  /** Failed ones, by class. */
  readonly failures: Readonly<Record<string, number>>;
  /** Of those that succeeded; `connect` and `query` from when they were due. Undefined below 100. */
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
}

export interface RequestCount extends PhaseCount {
  readonly operation: 'read' | 'write';
  readonly level: ConsistencyLevel;
}

/** What was seen from outside through one coordinator. */
export interface OutsideView {
  /** Address of the inventory. */
  readonly node: string;
  /** Absent: nobody asks for it (no TLS, no password). */
  readonly phases: Readonly<Partial<Record<OutsidePhase, PhaseCount>>>;
  /** What `query` is made of. */
  readonly requests: readonly RequestCount[];
  /** Requests for which no session was open: no tries of any phase. */
  readonly withoutSession: number;
  /** Turns that this machine could not take: too many were waiting, or it had no socket left. */
  readonly skipped: number;
}

export function failedOf({ failures }: Pick<PhaseCount, 'failures'>): number {
  return sumOf(Object.values(failures));
}

export type Colour = 'green' | 'red' | 'unknown';

/** What the cluster says of a node without being asked from outside. */
export interface InsideView {
  readonly verdict: Colour;
  /** In words; empty for green. */
  readonly because: string;
  /** Nothing that was asked of the node came, for it refused; absent: something did, or it was silent. */
  readonly isAway?: true;
}

/** Both views of one coordinator. */
export interface JudgedCoordinator extends OutsideView {
  readonly inside: InsideView;
  readonly outside: Colour;
  readonly colours: Readonly<Partial<Record<OutsidePhase, Colour>>>;
}

/** What a probe asked for, and what it left behind. */
export interface ProbeDeeds {
  /** `own`: reads and writes of its own table; `system`: reads of a table that every node has for itself. */
  readonly table: 'own' | 'system';
  /** Why it is not `own`; empty. */
  readonly because: string;
  readonly created: boolean;
  /** Writes that were acknowledged, and the time after which the rows are gone. */
  readonly written: number;
  readonly keptMinutes: number;
  /** `ringward_probe.canary` */
  readonly name: string;
}

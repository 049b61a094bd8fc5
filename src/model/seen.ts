import type { Instant } from './instant.ts';

/**
 * Why an answer is missing. `unsupported`: this version does not offer the source; not a failure. `not-asked`: the
 * operator chose a way (`--via`) that does not have it, so nobody knows. `another-node`: one came, of another node.
 */
export type MissingReason =
  | 'timed-out'
  | 'unreachable'
  | 'unreadable'
  | 'authentication'
  | 'failed'
  | 'not-asked'
  | 'another-node'
  | 'unsupported';

/** How an answer comes: from the node's beans, its tables, its nodetool, or its machine. */
export type Via = 'jmx' | 'cql' | 'nodetool' | 'host';

/** Which of them may be gone: `auto` is the cheapest that is there, the others that one alone. */
export const waysToAsk = ['auto', 'jmx', 'cql', 'nodetool'] as const;
export type WayToAsk = (typeof waysToAsk)[number];

/** An answer with its time, or the reason why there is none. A time-out is never a zero. */
export type Seen<T> =
  | {
      readonly kind: 'seen';
      readonly at: Instant;
      readonly value: T;
      /** The way it came, where that was asked for. */
      readonly via?: Via;
    }
  | {
      readonly kind: 'missing';
      readonly at: Instant;
      readonly why: MissingReason;
      readonly detail: string;
    };

/** One that did not come. */
export type Missing = Extract<Seen<never>, { kind: 'missing' }>;

/** The value, or undefined when the source was not asked or did not answer. */
export function valueOf<T>(seen: Seen<T> | undefined): T | undefined {
  return seen?.kind === 'seen' ? seen.value : undefined;
}

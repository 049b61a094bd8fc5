import type { Instant } from './instant.ts';
import type { CqlLocal } from './readings.ts';
import type { Missing } from './seen.ts';
import type { NodeSnapshot, SourceId } from './snapshot.ts';

/**
 * What is asked of those of whom the rest is known: a node that has died is silent at once, and seen down by others only after ten
 * seconds and more. It costs one request by CQL to know.
 */
export const ownWord: ReadonlySet<SourceId> = new Set(['cql-local'] as const);

/** What is new of nodes that were all looked at a moment before. */
export interface News {
  readonly at: Instant;
  /** Those that were asked anew for all that is needed of them. */
  readonly anew: readonly NodeSnapshot[];
  /** What each of the others says of itself, in the order of the nodes; of those asked anew it may be anything. */
  readonly words: readonly (CqlLocal | undefined)[];
  /** Why others say nothing, by address. */
  readonly silent: ReadonlyMap<string, Missing>;
}

/** Asks those of `anew` for what is needed of each, be it nothing, and all others for their own word. */
export type AskNews = (
  needs: (address: string) => ReadonlySet<SourceId>,
  anew: ReadonlySet<string>,
) => Promise<News>;

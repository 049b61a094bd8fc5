import type { Instant } from './instant.ts';
import type { CqlLocal } from './readings.ts';
import type { Seen } from './seen.ts';
import type { NodeSnapshot, SourceId } from './snapshot.ts';

/** Why an answer is missing. */
export type Silence = Extract<Seen<unknown>, { kind: 'missing' }>;

/** What is new of nodes that were all looked at a moment before. */
export interface News {
  readonly at: Instant;
  /** Those that were asked anew for all that is needed of them. */
  readonly anew: readonly NodeSnapshot[];
  /** What each of the others says of itself, in the order of the nodes; of those asked anew it may be anything. */
  readonly words: readonly (CqlLocal | undefined)[];
  /** Why others say nothing, by address. */
  readonly silent: ReadonlyMap<string, Silence>;
}

/** Asks those of `anew` for what is needed of each, be it nothing, and all others for their own word. */
export type AskNews = (
  needs: (address: string) => ReadonlySet<SourceId>,
  anew: ReadonlySet<string>,
) => Promise<News>;

import type { Instant } from './instant.ts';
import { addressesOf, looksAt } from './series.ts';
import type { Series, SourceId } from './snapshot.ts';

/** An answer that did not come at some looks; at the last at which it was asked for it did. */
export interface Unanswered {
  readonly node: string;
  readonly source: string;
  /** Looks at which it did not come, of those at which it was asked for. */
  readonly looks: number;
  readonly of: number;
  /** The last of them, and why. */
  readonly at: Instant;
  readonly why: string;
  readonly detail: string;
}

/** What timed out or failed meanwhile: a node that answers again was not well all the time. */
export function unansweredIn(series: Series): readonly Unanswered[] {
  return addressesOf(series).flatMap((node) => {
    const looks = looksAt(series, node);
    const sources = new Set(looks.flatMap((look) => Object.keys(look.sources))) as Set<SourceId>;
    return [...sources].flatMap((source) => {
      const asked = looks.flatMap((look) => look.sources[source] ?? []);
      const failed = asked.flatMap((seen) =>
        seen.kind === 'missing' && seen.why !== 'unsupported' ? [seen] : [],
      );
      const last = failed.at(-1);
      if (!last || asked.at(-1)?.kind !== 'seen') return [];
      const { at, why, detail } = last;
      return [{ node, source, looks: failed.length, of: asked.length, at, why, detail }];
    });
  });
}

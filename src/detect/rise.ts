import { addressesOf, looksOf, riseOf, spanMs, type Look } from '../model/series.ts';
import type { Series, SourceId, SourceValues } from '../model/snapshot.ts';
import { notAsked } from './missing-sources.ts';
import { needsTwoLooks } from './too-short.ts';

/** How far a counter of one node rose over the looks. */
export interface Rise {
  readonly rise: number;
  readonly spanMs: number;
  readonly samples: readonly Look<number>[];
}

/** Undefined with fewer than two answers. What a new process counted is left out. */
export function riseIn<S extends SourceId>(
  series: Series,
  node: string,
  source: S,
  count: (value: SourceValues[S]) => number,
): Rise | undefined {
  const samples = looksOf(series, node, source).map(({ at, value }) => ({
    at,
    value: count(value),
  }));
  if (samples.length < 2) return undefined;
  return { rise: riseOf(samples, 'left-out'), spanMs: spanMs(samples), samples };
}

/** Of a rise, a second; undefined where none was seen, or no time passed. */
export function perSecond(seen: Rise | undefined): number | undefined {
  return seen && seen.spanMs > 0 ? (seen.rise * 1_000) / seen.spanMs : undefined;
}

/** Why a source of which two answers are compared cannot be judged yet: words for `notJudged`. */
export function withoutTwo(series: Series, source: SourceId): string | undefined {
  const isOneLook = addressesOf(series).every((node) => looksOf(series, node, source).length < 2);
  return notAsked(series, source) ?? (isOneLook ? needsTwoLooks(series, source) : undefined);
}

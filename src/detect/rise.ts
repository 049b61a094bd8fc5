import { looksOf, riseOf, spanMs, type Look } from '../model/series.ts';
import type { Series, SourceId, SourceValues } from '../model/snapshot.ts';

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

/** No node has answered twice. */
export function isOneLook(series: Series, nodes: readonly string[], source: SourceId): boolean {
  return nodes.every((node) => looksOf(series, node, source).length < 2);
}

import { latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { riseIn, type Rise } from './rise.ts';

/**
 * Collectors that count time beside the program. All others count pauses alone. So do ConcurrentMarkSweep, whose
 * full collections are in there, too (Cassandra's GCInspector reads its pauses there; measured on JDK 8), and
 * "G1 Concurrent GC", the remarks and cleanups of G1 (JDK-8297247; measured on JDK 25).
 */
const besideTheProgram = /^(?:ZGC.* Cycles|Shenandoah Cycles)$/;

/** What one collector stopped the program for, between the looks. */
export interface Pauses {
  readonly collector: string;
  /** In ms. */
  readonly time: Rise;
  readonly count: Rise;
}

/** A share of less time is that of one collection. */
const fewestPauseMs = 20_000;

/** By every collector that stops the program, the one that took the most time first; none: not seen for long enough. */
export function pausesOf(series: Series, node: string): readonly Pauses[] {
  const newest = latestValue(series, node, 'garbage-collection')?.collectors ?? [];
  return newest
    .filter(({ name }) => !besideTheProgram.test(name))
    .flatMap(({ name: collector }) => {
      const time = riseOf(series, node, collector, 'timeMs');
      const count = riseOf(series, node, collector, 'collections');
      return time && count ? [{ collector, time, count }] : [];
    })
    .filter(({ time }) => time.spanMs >= fewestPauseMs)
    .toSorted((a, b) => b.time.rise - a.time.rise);
}

/** A collector that an older process did not have counts from 0. */
function riseOf(
  series: Series,
  node: string,
  collector: string,
  field: 'collections' | 'timeMs',
): Rise | undefined {
  return riseIn(
    series,
    node,
    'garbage-collection',
    ({ collectors }) => collectors.find(({ name }) => name === collector)?.[field] ?? 0,
  );
}

/** Of the time between the looks, spent in pauses; undefined: not seen, or not for long enough. */
export function pauseShare(all: readonly Pauses[]): number | undefined {
  const [first] = all;
  return first && all.reduce((sum, { time }) => sum + time.rise, 0) / first.time.spanMs;
}

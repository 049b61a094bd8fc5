import type { GarbageCollection } from '../model/readings.ts';
import type { Series } from '../model/snapshot.ts';
import { riseIn } from './rise.ts';

/** Collectors whose time runs beside the program: what they count is no pause. */
const concurrent = /^(?:ConcurrentMarkSweep|G1 Concurrent GC|ZGC.* Cycles|Shenandoah Cycles)$/;

/** Of all collectors that stop the program, since the JVM began. */
export function pausesTotal(
  { collectors }: GarbageCollection,
  field: 'collections' | 'timeMs',
): number {
  const pausing = collectors.filter(({ name }) => !concurrent.test(name));
  return pausing.reduce((sum, one) => sum + one[field], 0);
}

/** A share of less time is that of one collection. */
export const fewestPauseMs = 20_000;

/** Of the time between the looks, spent in pauses; undefined: not seen, or not for long enough. */
export function pauseShare(series: Series, node: string): number | undefined {
  const time = riseIn(series, node, 'garbage-collection', (one) => pausesTotal(one, 'timeMs'));
  return time && time.spanMs >= fewestPauseMs ? time.rise / time.spanMs : undefined;
}

import type { Limits } from '../../model/limits.ts';
import { latestValue, looksOf, type Look } from '../../model/series.ts';
import type { Series } from '../../model/snapshot.ts';
import { compactionLooks, tracksOf, type CompactionLook, type TaskTrack } from './task-track.ts';

/** Everything the states of one node's compactions are judged from. */
export interface NodeCompactions {
  readonly node: string;
  readonly series: Series;
  readonly limits: Limits;
  readonly looks: readonly Look<CompactionLook>[];
  readonly tracks: readonly TaskTrack[];
  /** Bytes/s of all compactions together; 0 = no throttle; undefined = not known. */
  readonly throttle: number | undefined;
}

export function nodeCompactions(series: Series, node: string, limits: Limits): NodeCompactions {
  const looks = compactionLooks(series, node);
  const mebibytes = latestValue(series, node, 'compaction-throughput')?.mebibytesPerSecond;
  return {
    node,
    series,
    limits,
    looks,
    tracks: tracksOf(looks),
    throttle: mebibytes === undefined ? undefined : mebibytes * 1024 * 1024,
  };
}

/** The throttle of one task, in bytes/s: the limit is shared by all that run. */
export function throttleShare({ throttle, tracks }: NodeCompactions): number | undefined {
  return throttle === undefined ? undefined : throttle / Math.max(1, tracks.length);
}

/** As `nodetool netstats` says. */
export function modeOf({ series, node }: NodeCompactions): string | undefined {
  return latestValue(series, node, 'netstats')?.mode;
}

/** DRAINING, or DRAINED: it compacts nothing any more. */
export function isDrained(mode: string | undefined): boolean {
  return mode?.startsWith('DRAIN') === true;
}

/** Live SSTables of a table at every look. */
export function sstableSamples(
  series: Series,
  node: string,
  keyspace: string,
  table: string,
): readonly Look<number>[] {
  return looksOf(series, node, 'sstable-counts').flatMap(({ at, value }) => {
    const one = value.tables.find((row) => row.keyspace === keyspace && row.table === table);
    return one ? [{ at, value: one.liveSSTables }] : [];
  });
}

/** Last minus first. */
export function growthOf(samples: readonly Look<number>[]): number {
  return (samples.at(-1)?.value ?? 0) - (samples[0]?.value ?? 0);
}

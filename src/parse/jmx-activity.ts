import type { Parsed } from '../model/parsed.ts';
import type { DiskActivity, GarbageCollection, WritePath } from '../model/readings.ts';
import { numberIn, type JmxAnswer } from './jmx-values.ts';
import { reading, unreadable } from './reading.ts';

/** Numbers by the name they have in the reading. A meter of streams is not there before the first one. */
export function parseJmxActivity(
  said: Readonly<Record<keyof DiskActivity, JmxAnswer>>,
): Parsed<DiskActivity> {
  return reading(() => ({
    compactedBytes: numberIn(said.compactedBytes, 'BytesCompacted'),
    compactionWrittenBytes: numberIn(said.compactionWrittenBytes, 'CompactionBytesWritten'),
    flushedBytes: numberIn(said.flushedBytes, 'BytesFlushed'),
    streamedInBytes: numberIn(said.streamedInBytes ?? 0, 'TotalIncomingBytes'),
    streamedOutBytes: numberIn(said.streamedOutBytes ?? 0, 'TotalOutgoingBytes'),
  }));
}

/** Timers count in microseconds. */
export function parseJmxWritePath(said: {
  readonly commitWaits: JmxAnswer;
  readonly commitWaitP95Us: JmxAnswer;
  readonly segmentWaits: JmxAnswer;
  readonly memtableWaits: JmxAnswer;
}): Parsed<WritePath> {
  return reading(() => {
    const commitWaits = numberIn(said.commitWaits, 'WaitingOnCommit');
    const p95Us = () => numberIn(said.commitWaitP95Us, '95thPercentile of WaitingOnCommit');
    return {
      commitWaits,
      commitWaitP95Ms: commitWaits > 0 ? p95Us() / 1_000 : undefined,
      segmentWaits: numberIn(said.segmentWaits, 'WaitingOnSegmentAllocation'),
      memtableWaits: numberIn(said.memtableWaits, 'BlockedOnAllocation'),
    };
  });
}

/** CollectionCount and CollectionTime of every collector, by its bean. */
export function parseJmxCollectors(
  counts: readonly (readonly [string, JmxAnswer])[],
  times: readonly (readonly [string, JmxAnswer])[],
): Parsed<GarbageCollection> {
  return reading(() => {
    if (counts.length === 0) unreadable('GarbageCollector', 'no collector');
    const timeOf = new Map(times);
    return {
      collectors: counts.map(([bean, count]) => ({
        name: /[:,]name=([^,]+)/.exec(bean)?.[1] ?? unreadable(bean, 'a collector without a name'),
        collections: numberIn(count, 'CollectionCount'),
        timeMs: numberIn(timeOf.get(bean), 'CollectionTime'),
      })),
    };
  });
}

import { decimal, javaDouble } from './number.ts';
import { isFrom } from './release.ts';
import { table, type Cells } from './table.ts';

/** What 5.0 tells beside the tasks. */
export interface CompactionCounters {
  readonly concurrentCompactors?: number;
  readonly compactionsCompleted?: number;
  readonly bytesCompacted?: number;
  /** From 5.0.9 on. */
  readonly compressedBytesCompacted?: number;
  readonly aborted?: number;
  readonly reduced?: number;
  readonly sstablesDropped?: number;
  readonly per15Minutes?: number;
  readonly perHour?: number;
}

interface Pending {
  readonly pendingTasks: number;
  readonly pendingByTable: readonly {
    readonly keyspace: string;
    readonly table: string;
    readonly count: number;
  }[];
  readonly throughputMiBPerSecond: number;
}

/** `compactionstats` of 5.0: labels, counts and tasks in one table. */
export function sayCompactionTable(
  release: string,
  values: CompactionCounters & Pending,
  tasks: readonly Cells[],
  remaining: string,
): string {
  const { pendingTasks, pendingByTable, throughputMiBPerSecond: throttle } = values;
  const count = (value = 0) => String(value);
  const rate = (value = 0) => decimal(value, 2);
  return table([
    ['concurrent compactors', count(values.concurrentCompactors ?? 2)],
    ['pending tasks', count(pendingTasks)],
    ...pendingByTable.map((each) => [each.keyspace, each.table, count(each.count)]),
    ['compactions completed', count(values.compactionsCompleted)],
    ['data compacted', count(values.bytesCompacted)],
    ...(isFrom(release, 5, 0, 9)
      ? [['compressed data compacted', count(values.compressedBytesCompacted)]]
      : []),
    ['compactions aborted', count(values.aborted)],
    ['compactions reduced', count(values.reduced)],
    ['sstables dropped from compaction', count(values.sstablesDropped)],
    ['15 minute rate', `${rate(values.per15Minutes)}/minute`],
    ['mean rate', `${rate(values.perHour)}/hour`],
    [
      'compaction throughput (MiB/s)',
      throttle === 0 ? 'throttling disabled (0)' : javaDouble(throttle),
    ],
    ...tasks,
    ...(tasks.length === 0 ? [] : [['active compaction remaining time', remaining]]),
  ]);
}

import type { Parsed } from '../model/parsed.ts';
import type {
  AutoCompaction,
  CompactionStats,
  CompactionTask,
  CompactionThroughput,
  AbortedCompactions,
  JavaProcess,
  NetStats,
  PendingHints,
  SSTableCounts,
  ThreadPools,
} from '../model/readings.ts';
import { processNamed } from './java-process.ts';
import { propertiesOf } from './mxdump.ts';
import { plainAddress } from './plain-address.ts';
import { reading, unreadable } from './reading.ts';
import {
  countIn,
  flagIn,
  listIn,
  mapIn,
  numberIn,
  textIn,
  type JmxAnswer,
  type JmxAttributes,
} from './jmx-values.ts';

/** Compactions of CompactionManager, and PendingTasks of its metrics. */
export function parseJmxCompactions(pending: JmxAnswer, tasks: JmxAnswer): Parsed<CompactionStats> {
  return reading(() => ({
    pendingTasks: numberIn(pending, 'PendingTasks'),
    active: listIn(tasks, 'Compactions').map((task) => taskOf(mapIn(task, 'a compaction'))),
  }));
}

function taskOf(task: JmxAttributes): CompactionTask {
  const text = (name: string) => textIn(task.get(name), name);
  // A cache that is saved belongs to no table.
  const name = (key: string) => (task.get(key) == null ? '*' : text(key) || '*');
  return {
    id: task.has('compactionId') ? text('compactionId').toLowerCase() : undefined,
    kind: text('taskType').toLowerCase(),
    keyspace: name('keyspace'),
    table: name('columnfamily'),
    completed: countIn(task.get('completed'), 'completed'),
    total: countIn(task.get('total'), 'total'),
    unit: text('unit'),
  };
}

/** DroppedMessages of MessagingService. Pools are many beans, and nothing is judged by them. */
export function parseJmxDropped(dropped: JmxAnswer): Parsed<ThreadPools> {
  return reading(() => {
    const counts = [...mapIn(dropped, 'DroppedMessages')];
    if (counts.length === 0) unreadable('DroppedMessages', 'no kind of message in it');
    return {
      pools: [],
      dropped: counts.map(([message, count]) => ({ message, count: numberIn(count, message) })),
    };
  });
}

/** CurrentStreams of StreamManager: composite data with `description`. */
export function parseJmxNetstats(mode: JmxAnswer, streams: JmxAnswer): Parsed<NetStats> {
  return reading(() => ({
    mode: textIn(mode, 'OperationMode'),
    streams: listIn(streams, 'CurrentStreams').map((stream) =>
      textIn(mapIn(stream, 'a stream').get('description'), 'description'),
    ),
  }));
}

/** In MiB/s with decimals from 4.1 on, before that in whole MB/s of the same size. */
export const throughputAttributes = [
  'CompactionThroughtputMibPerSecAsDouble',
  'CompactionThroughputMbPerSec',
] as const;

export function parseJmxThroughput(service: JmxAttributes): Parsed<CompactionThroughput> {
  return reading(() => {
    const name = throughputAttributes.find((each) => service.has(each)) ?? throughputAttributes[1];
    return { mebibytesPerSecond: numberIn(service.get(name), name) };
  });
}

/** Counters of type Compaction (4.0+). */
export function parseJmxAborted(
  aborted: JmxAnswer,
  reduced: JmxAnswer,
): Parsed<AbortedCompactions> {
  return reading(() => ({
    aborted: numberIn(aborted, 'CompactionsAborted'),
    reduced: numberIn(reduced, 'CompactionsReduced'),
  }));
}

/** PendingHints of HintsService (4.1+): maps of texts, as listpendinghints prints them. */
export function parseJmxHints(hints: JmxAnswer): Parsed<PendingHints> {
  return reading(() => ({
    targets: listIn(hints, 'PendingHints').map((each) => {
      const hint = mapIn(each, 'pending hints');
      return {
        hostId: textIn(hint.get('host_id'), 'host_id').toLowerCase(),
        address: plainAddress(textIn(hint.get('address') ?? '?', 'address')),
        files: countIn(hint.get('total_files'), 'total_files'),
      };
    }),
  }));
}

/** A bean's name with the one attribute that was asked of it. */
export type BeanValue = readonly [name: string, value: JmxAnswer];

export function parseJmxSSTables(counts: readonly BeanValue[]): Parsed<SSTableCounts> {
  return reading(() => ({
    tables: tablesOf(counts, 'scope', (value, what) => ({ liveSSTables: numberIn(value, what) })),
  }));
}

/** Of each keyspace, whether autocompaction is off, by table: getAutoCompactionStatus of StorageService (4.0+). */
export function parseJmxAutoCompaction(
  isOffByKeyspace: ReadonlyMap<string, JmxAnswer>,
): Parsed<AutoCompaction> {
  return reading(() => {
    const tables = [...isOffByKeyspace].flatMap(([keyspace, isOff]) =>
      [...mapIn(isOff, keyspace)].map(([table, off]) => ({
        ...{ keyspace, table },
        running: !flagIn(off, `${keyspace}.${table}`),
      })),
    );
    return { tables: someTables(tables, 'getAutoCompactionStatus') };
  });
}

/** AutoCompactionDisabled of every table: ColumnFamilies is what all versions call them. */
export function parseJmxAutoCompactionOff(disabled: readonly BeanValue[]): Parsed<AutoCompaction> {
  return reading(() => ({
    tables: tablesOf(disabled, 'columnfamily', (value, what) => ({
      running: !flagIn(value, what),
    })),
  }));
}

function tablesOf<T>(
  beans: readonly BeanValue[],
  tableKey: string,
  read: (value: JmxAnswer, what: string) => T,
): readonly (T & { readonly keyspace: string; readonly table: string })[] {
  const tables = beans.flatMap(([name, value]) => {
    const properties = propertiesOf(name);
    const [keyspace, table] = [properties.get('keyspace'), properties.get(tableKey)];
    return keyspace && table ? [{ keyspace, table, ...read(value, name) }] : [];
  });
  return someTables(tables, beans[0]?.[0] ?? '');
}

/** Every node has system tables. */
function someTables<T>(tables: readonly T[], what: string): readonly T[] {
  return tables.length > 0 ? tables : unreadable(what, 'no table in the answer');
}

export function parseJmxProcess(name: JmxAnswer): Parsed<JavaProcess> {
  return reading(() => processNamed(textIn(name, 'Name')));
}

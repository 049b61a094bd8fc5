import type { Instant } from '../../model/instant.ts';
import type { AbortedCompactions, LogEntry } from '../../model/readings.ts';
import type { CompactionFailure } from '../fault.ts';
import { faultsOf } from '../node-faults.ts';
import { logTime } from './log-time.ts';
import type { ClusterState, Life, SimulatedNode } from '../state.ts';

/** The scheduler looks at every table once a minute. */
const retryMs = 60_000;
const mostLogged = 5;

interface Failing {
  readonly how: CompactionFailure;
  /** Where the fault names one. */
  readonly table: string | undefined;
  /** When compactions failed in this life of the process, oldest first; what is over stays counted. */
  readonly at: readonly Instant[];
}

function failingOn(
  state: ClusterState,
  { address }: SimulatedNode,
  life: Life,
  now: Instant,
): Failing | undefined {
  const fault = faultsOf(state, 'compaction-fails').find((each) => each.node === address);
  if (!fault) return undefined;
  const from = Math.max(fault.from ?? life.startedAt, life.startedAt);
  const until = Math.min(now, (fault.until ?? Infinity) - 1);
  if (until < from) return undefined;
  const times = fault.how === 'corrupt' ? 1 : Math.floor((until - from) / retryMs) + 1;
  return {
    how: fault.how,
    table: fault.table,
    at: Array.from({ length: times }, (_, i) => from + i * retryMs),
  };
}

export function storageExceptions(
  state: ClusterState,
  node: SimulatedNode,
  life: Life,
  now: Instant,
): number {
  return failingOn(state, node, life, now)?.at.length ?? 0;
}

export function abortedCompactions(
  state: ClusterState,
  node: SimulatedNode,
  life: Life,
  now: Instant,
): AbortedCompactions {
  const failing = failingOn(state, node, life, now);
  return { aborted: failing?.how === 'no-space' ? failing.at.length : 0, reduced: 0 };
}

/** What the log says of them. */
export function failuresLogged(
  state: ClusterState,
  node: SimulatedNode,
  life: Life,
  now: Instant,
): readonly LogEntry[] {
  const failing = failingOn(state, node, life, now);
  return failing?.at.slice(-mostLogged).flatMap((at) => entriesOf(failing, state, at)) ?? [];
}

/** As a real 4.1.10 words it. */
function entriesOf({ how, table }: Failing, state: ClusterState, at: Instant): readonly LogEntry[] {
  const about = { thread: 'CompactionExecutor:1', time: logTime(at) };
  const error: Omit<LogEntry, 'exceptions'> = {
    ...about,
    level: 'ERROR',
    message: 'Exception in thread Thread[CompactionExecutor:1,5,CompactionExecutor]',
  };
  const file = fileOf(table ?? firstTable(state));
  if (how === 'corrupt') {
    const corrupted = `CorruptSSTableException: Corrupted: ${file}`;
    return [{ ...error, exceptions: [`org.apache.cassandra.io.sstable.${corrupted}`] }];
  }
  const warned: Omit<LogEntry, 'message'> = { ...about, level: 'WARN', exceptions: [] };
  const words =
    'Not enough space for compaction, estimated sstables = 1, expected write size = 10538062';
  const files = `insufficient space to compact all requested files. BigTableReader(path='${file}')`;
  return [
    ...(table === undefined ? [] : [{ ...warned, message: files }]),
    { ...warned, message: words },
    { ...error, exceptions: [`java.lang.RuntimeException: ${words}`] },
  ];
}

function firstTable({ keyspaces }: ClusterState): string {
  const own = keyspaces.find(({ name }) => !name.startsWith('system')) ?? keyspaces[0];
  return `${own?.name ?? 'system'}.${own?.tables[0] ?? 'local'}`;
}

function fileOf(table: string): string {
  return `/var/lib/cassandra/data/${table.replace('.', '/')}-${'0'.repeat(32)}/nb-1-big-Data.db`;
}

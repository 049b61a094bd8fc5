import type { Instant } from '../../model/instant.ts';
import type {
  AutoCompaction,
  CompactionStacks,
  CompactionStats,
  CompactionTask,
  CompactionThreads,
  SSTableCounts,
  TableDiskUsage,
} from '../../model/readings.ts';
import type { ClusterState, Compaction, SimulatedNode } from '../state.ts';
import { completedBytes, pendingTasks, runningCompactions, valueOf } from '../work.ts';

export function runningTasks(
  state: ClusterState,
  node: SimulatedNode,
  now: Instant,
): readonly CompactionTask[] {
  return runningCompactions(state, node, now).map((task) => ({
    id: task.id,
    kind: task.kind,
    keyspace: task.keyspace,
    table: task.table,
    completed: completedBytes(task, now),
    total: task.totalBytes,
    unit: 'bytes',
  }));
}

export function compactionStats(
  state: ClusterState,
  node: SimulatedNode,
  now: Instant,
): CompactionStats {
  return { pendingTasks: pendingTasks(state, node, now), active: runningTasks(state, node, now) };
}

/** A drained node compacts nothing any more. */
export function autoCompaction(
  state: ClusterState,
  { work }: SimulatedNode,
  isDrained: boolean,
): AutoCompaction {
  if (!isDrained && work.autocompactionOff.length === 0) {
    const known = allRunning.get(state.keyspaces) ?? tablesOf(state, () => true);
    allRunning.set(state.keyspaces, known);
    return known;
  }
  const off = new Set(work.autocompactionOff);
  return tablesOf(state, (name) => !isDrained && !off.has(name));
}

/** As nearly every node has it, so one value for all. */
const allRunning = new WeakMap<ClusterState['keyspaces'], AutoCompaction>();

function tablesOf(state: ClusterState, isRunning: (name: string) => boolean): AutoCompaction {
  const tables = state.keyspaces.flatMap((keyspace) =>
    keyspace.tables.map((table) => ({
      keyspace: keyspace.name,
      table,
      running: isRunning(`${keyspace.name}.${table}`),
    })),
  );
  return { tables };
}

export function sstableCounts({ work }: SimulatedNode, now: Instant): SSTableCounts {
  return {
    tables: work.sstables.map(({ keyspace, table, live }) => ({
      keyspace,
      table,
      liveSSTables: valueOf(live, now),
    })),
  };
}

export function tableDiskUsage({ work }: SimulatedNode): TableDiskUsage {
  return {
    tables: work.sstables.map(({ keyspace, table, bytes }) => ({
      keyspace,
      table,
      mebibytes: Math.ceil(bytes / 1024 ** 2),
    })),
  };
}

/** One thread a running task; it is on the CPU while the task moves. */
export function compactionThreads(
  state: ClusterState,
  node: SimulatedNode,
  now: Instant,
): CompactionThreads {
  const threads = runningCompactions(state, node, now).map((task, index) => {
    const isMoving = task.frozenAt === undefined || task.frozenAt > now;
    const busyMs = Math.min(now, task.frozenAt ?? now) - task.startedAt;
    return {
      tid: 1_000 + index,
      name: 'CompactionExecu',
      state: isMoving ? 'R' : 'S',
      cpuNs: busyMs * 1_000_000,
    };
  });
  return { threads };
}

/** A task that stands still is parked in a future that does not come; the others merge rows. */
export function compactionStacks(
  state: ClusterState,
  node: SimulatedNode,
  now: Instant,
): CompactionStacks {
  const threads = runningCompactions(state, node, now).map((task, index) => ({
    name: `CompactionExecutor:${index + 1}`,
    ...(isFrozen(task, now)
      ? { state: 'WAITING (parking)', frames: [...parked, ...ofTask] }
      : { state: 'RUNNABLE', frames: [...merging, ...ofTask] }),
  }));
  return { threads };
}

/** Whether its progress stands still, so that stacks are asked for. */
export function hasFrozenTask(state: ClusterState, node: SimulatedNode, now: Instant): boolean {
  return runningCompactions(state, node, now).some((task) => isFrozen(task, now));
}

function isFrozen({ frozenAt = Infinity }: Compaction, now: Instant): boolean {
  return frozenAt < now;
}

const db = 'org.apache.cassandra.db';
const parked = [
  'jdk.internal.misc.Unsafe.park',
  'java.util.concurrent.locks.LockSupport.park',
  'org.apache.cassandra.utils.concurrent.WaitQueue$Standard$AbstractSignal.await',
];
const merging = [`${db}.rows.Rows.merge`];
const ofTask = [
  `${db}.compaction.CompactionIterator.next`,
  `${db}.compaction.CompactionTask.runMayThrow`,
];

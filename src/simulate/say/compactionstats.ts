import type { CompactionStats, CompactionTask } from '../../model/readings.ts';
import { decimal } from './number.ts';
import { isFrom } from './release.ts';
import { sayCompactionTable, type CompactionCounters } from './compaction-table.ts';
import { printf, table, text, widthsOf, type Cells } from './table.ts';

export interface CompactionDecorations extends CompactionCounters {
  /** Pending tasks by table (3.11+), summing up to those of the reading. */
  readonly pendingByTable?: readonly PendingOfTable[];
  /** Works out the remaining time; 0 = no throttle, and no time. */
  readonly throughputMiBPerSecond?: number;
}

export interface PendingOfTable {
  readonly keyspace: string;
  readonly table: string;
  readonly count: number;
}

/** `nodetool compactionstats`: right aligned up to early 3.0, in columns to 4.1, then one table. */
export function sayCompactionStats(
  stats: CompactionStats,
  release: string,
  decorations: CompactionDecorations = {},
): string {
  const { pendingByTable = pendingOf(stats), throughputMiBPerSecond = 64 } = decorations;
  const cells = [headerOf(release), ...stats.active.map((task) => cellsOf(task, release))];
  const remaining = remainingTime(stats.active, release, throughputMiBPerSecond);
  if (isFrom(release, 5, 0)) {
    const tasks = stats.active.length === 0 ? [] : cells;
    const labels = { pendingTasks: stats.pendingTasks, pendingByTable, throughputMiBPerSecond };
    return sayCompactionTable(release, { ...labels, ...decorations }, tasks, remaining);
  }
  const head = [`pending tasks: ${stats.pendingTasks}`];
  if (isFrom(release, 3, 11)) {
    head.push(...pendingByTable.map((each) => `- ${each.keyspace}.${each.table}: ${each.count}`));
    head.push('');
  }
  if (stats.active.length === 0) return text(head);
  const last = printf([25, 10], ['Active compaction remaining time : ', remaining]);
  const body = isTabular(release) ? table(cells) : rightAligned(cells);
  return text(head) + body + text([last]);
}

/** In columns like a table: seen in 3.0.30, not yet in 3.0.0. */
function isTabular(release: string): boolean {
  return isFrom(release, 3, 0, 30);
}

/** A task counts as one pending for its table; the rest is put to the first of them. */
function pendingOf({ pendingTasks, active }: CompactionStats): readonly PendingOfTable[] {
  const [first, ...others] = [
    ...new Map(active.map((task) => [`${task.keyspace}.${task.table}`, task])).values(),
  ].filter(({ table: name }) => name !== '*');
  if (!first || pendingTasks <= others.length) return [];
  const rows = others.map(({ keyspace, table: name }) => ({ keyspace, table: name, count: 1 }));
  const count = pendingTasks - rows.length;
  return [{ keyspace: first.keyspace, table: first.table, count }, ...rows];
}

/** 2.1 has no ids. */
function headerOf(release: string): Cells {
  const columns = ['compaction type', 'keyspace', 'table', 'completed', 'total', 'unit'];
  return [...(isFrom(release, 2, 2) ? ['id'] : []), ...columns, 'progress'];
}

function cellsOf(task: CompactionTask, release: string): Cells {
  const { completed, total } = task;
  const nothing = isTabular(release) ? '' : 'null';
  const nameOf = (name: string) => (name === '*' ? nothing : name);
  return [
    ...(isFrom(release, 2, 2) ? [task.id ?? nothing] : []),
    kindOf(task.kind),
    nameOf(task.keyspace),
    nameOf(task.table),
    String(completed),
    String(total),
    task.unit,
    total === 0 ? 'n/a' : `${decimal((completed / total) * 100, 2)}%`,
  ];
}

/** Cassandra's OperationType begins with a capital; one has two of them. */
function kindOf(kind: string): string {
  if (kind === 'tombstone compaction') return 'Tombstone Compaction';
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

/** `0h00m39s` at full throttle; old versions look at compactions alone. */
function remainingTime(
  tasks: readonly CompactionTask[],
  release: string,
  throughputMiBPerSecond: number,
): string {
  if (throughputMiBPerSecond === 0) return 'n/a';
  const counted = isTabular(release) ? tasks : tasks.filter(isCompaction);
  const left = counted.reduce((sum, task) => sum + task.total - task.completed, 0);
  const seconds = Math.trunc(left / (throughputMiBPerSecond * 1024 ** 2));
  const two = (value: number) => String(Math.trunc(value)).padStart(2, '0');
  return `${Math.trunc(seconds / 3600)}h${two((seconds % 3600) / 60)}m${two(seconds % 60)}s`;
}

function isCompaction({ kind }: CompactionTask): boolean {
  return kind === 'compaction';
}

/** Three blanks before the widest cell of each column. */
function rightAligned(rows: readonly Cells[]): string {
  const widths = widthsOf(rows).map((width) => width + 3);
  return text(rows.map((row) => printf(widths, row)));
}

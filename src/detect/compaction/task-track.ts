import { taskKey } from '../../model/compaction-task.ts';
import type { CompactionTask } from '../../model/readings.ts';
import { looksOf, spanMs, type Look } from '../../model/series.ts';
import type { Series } from '../../model/snapshot.ts';

/** One look at what a node compacts. */
export interface CompactionLook {
  /** Undefined when only the virtual table answered: it knows no pending tasks. */
  readonly pending: number | undefined;
  readonly active: readonly CompactionTask[];
}

/** A task that still runs, with its progress at every look since it was first seen. */
export interface TaskTrack {
  readonly task: CompactionTask;
  readonly samples: readonly Look<number>[];
  /** The newest samples in which nothing moved; one sample when it moved at the last look. */
  readonly flat: readonly Look<number>[];
  /** Time in which nothing moved, in ms. */
  readonly gapMs: number;
}

export function compactionLooks(series: Series, node: string): readonly Look<CompactionLook>[] {
  const told = looksOf(series, node, 'compactionstats').map(({ at, value }) => ({
    at,
    value: { pending: value.pendingTasks, active: value.active },
  }));
  if (told.length > 0) return told;
  return looksOf(series, node, 'sstable-tasks').map(({ at, value }) => ({
    at,
    value: { pending: undefined, active: value.tasks },
  }));
}

/** Tasks of the newest look. A task is followed by its id: the same table may have several. */
export function tracksOf(looks: readonly Look<CompactionLook>[]): readonly TaskTrack[] {
  return (looks.at(-1)?.value.active ?? []).map((task) => {
    const samples = samplesOf(looks, taskKey(task));
    const flat = samples.slice(samples.findLastIndex((one) => one.value !== task.completed) + 1);
    return { task, samples, flat, gapMs: spanMs(flat) };
  });
}

export function taskName(task: CompactionTask): string {
  return `${task.kind} of ${task.keyspace}.${task.table}`;
}

function samplesOf(looks: readonly Look<CompactionLook>[], key: string): readonly Look<number>[] {
  return looks.flatMap(({ at, value }) => {
    const task = value.active.find((one) => taskKey(one) === key);
    return task ? [{ at, value: task.completed }] : [];
  });
}

import type { CompactionTask } from './readings.ts';

/** Before 2.2 tasks have no id: then the total tells two tasks of a table apart. */
export function taskKey(task: CompactionTask): string {
  return task.id ?? [task.kind, task.keyspace, task.table, task.total].join('|');
}

/** Validations, index and view builds, saved caches: other threads than those of compactions work for them. */
export function hasOwnThreads({ kind }: CompactionTask): boolean {
  return /validation|index|view|cache/.test(kind);
}

/** Asked for only where a task stands where it stood at the look before: a thread dump takes 6 to 85 ms. */
export const askedOfStillTasks = 'compaction-stacks';

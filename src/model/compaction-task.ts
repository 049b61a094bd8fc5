import type { CompactionTask } from './readings.ts';

/** Before 2.2 tasks have no id: then the total tells two tasks of a table apart. */
export function taskKey(task: CompactionTask): string {
  return task.id ?? [task.kind, task.keyspace, task.table, task.total].join('|');
}

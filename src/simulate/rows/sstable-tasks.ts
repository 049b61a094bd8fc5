import type { CompactionTask } from '../../model/readings.ts';
import type { CqlRow } from '../../ports/cql.ts';
import { isFrom } from '../say/release.ts';

/** `system_views.sstable_tasks` (4.0+), whose tasks all have an id. */
export function sstableTaskRows(
  tasks: readonly CompactionTask[],
  release: string,
): readonly CqlRow[] | undefined {
  if (!isFrom(release, 4, 0)) return undefined;
  return tasks.map(({ id, kind, keyspace, table, completed, total, unit }) => ({
    keyspace_name: keyspace,
    table_name: table,
    task_id: id ?? null,
    // An unknown total counts as all of it.
    completion_ratio: total === 0 ? 1 : completed / total,
    kind,
    progress: completed,
    ...(isFrom(release, 4, 1) ? { sstables: 1 } : {}),
    ...(isFrom(release, 5, 0) ? { target_directory: '' } : {}),
    total,
    unit,
  }));
}

import type { ThreadPools } from '../../model/readings.ts';
import type { CqlRow } from '../../ports/cql.ts';
import { isFrom } from '../say/release.ts';

/** `system_views.thread_pools` (4.0+). It has no dropped messages. */
export function threadPoolRows(
  { pools }: ThreadPools,
  release: string,
): readonly CqlRow[] | undefined {
  if (!isFrom(release, 4, 0)) return undefined;
  return pools.map((pool) => ({
    name: pool.name,
    active_tasks: pool.active,
    active_tasks_limit: 32,
    blocked_tasks: pool.blocked,
    blocked_tasks_all_time: pool.allTimeBlocked,
    completed_tasks: pool.completed,
    pending_tasks: pool.pending,
  }));
}

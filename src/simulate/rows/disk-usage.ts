import type { TableDiskUsage } from '../../model/readings.ts';
import type { CqlRow } from '../../ports/cql.ts';
import { isFrom } from '../say/release.ts';

/** `system_views.disk_usage` (4.0+) */
export function diskUsageRows(
  { tables }: TableDiskUsage,
  release: string,
): readonly CqlRow[] | undefined {
  if (!isFrom(release, 4, 0)) return undefined;
  return tables.map(({ keyspace, table, mebibytes }) => ({
    keyspace_name: keyspace,
    table_name: table,
    mebibytes,
  }));
}

import type {
  ConnectedClients,
  NodeSettings,
  SchemaIndexes,
  SchemaTables,
} from '../../model/readings.ts';
import type { CqlRow } from '../../ports/cql.ts';
import { isFrom } from '../say/release.ts';

/** `system_views.settings` (4.0+) of the names in the query. */
export function settingRows(
  { values }: NodeSettings,
  release: string,
  query: string,
): readonly CqlRow[] | undefined {
  if (!isFrom(release, 4, 0)) return undefined;
  return Object.entries(values)
    .filter(([name]) => query.includes(`'${name}'`))
    .map(([name, value]) => ({ name, value }));
}

/** `system_views.clients` (4.0+): a row a connection. */
export function clientRows(
  { clients }: ConnectedClients,
  release: string,
): readonly CqlRow[] | undefined {
  if (!isFrom(release, 4, 0)) return undefined;
  return clients.flatMap(({ driver, driverVersion, protocolVersion, connections }) =>
    Array.from({ length: connections }, () => ({
      driver_name: driver ?? null,
      driver_version: driverVersion ?? null,
      protocol_version: protocolVersion,
    })),
  );
}

const packages = 'org.apache.cassandra.db.compaction';

/** `system_schema.tables` (3.0+) */
export function schemaTableRows(
  { tables }: SchemaTables,
  release: string,
): readonly CqlRow[] | undefined {
  if (!isFrom(release, 3, 0)) return undefined;
  return tables.map(({ keyspace, table, compaction, isCompactStorage, gcGraceSeconds }) => ({
    keyspace_name: keyspace,
    table_name: table,
    compaction: { class: compaction.includes('.') ? compaction : `${packages}.${compaction}` },
    flags: isCompactStorage ? ['dense'] : ['compound'],
    gc_grace_seconds: gcGraceSeconds,
  }));
}

/** `system_schema.indexes` (3.0+) */
export function schemaIndexRows(
  { indexes }: SchemaIndexes,
  release: string,
): readonly CqlRow[] | undefined {
  if (!isFrom(release, 3, 0)) return undefined;
  return indexes.map(({ keyspace, table, index, className }) => ({
    keyspace_name: keyspace,
    table_name: table,
    index_name: index,
    kind: className === undefined ? 'COMPOSITES' : 'CUSTOM',
    options: className === undefined ? { target: 'value' } : { class_name: className },
  }));
}

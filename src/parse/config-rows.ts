import { groupBy } from '../model/group-by.ts';
import type { Parsed } from '../model/parsed.ts';
import type {
  ConnectedClients,
  NodeSettings,
  SchemaIndexes,
  SchemaTables,
} from '../model/readings.ts';
import { reading, unreadable } from './reading.ts';
import { mapIn, numberIn, optionalText, textIn, type Row } from './row-values.ts';

/** Name and value of system_views.settings (4.0+). */
export function parseSettings(rows: readonly Row[]): Parsed<NodeSettings> {
  return reading(() => {
    if (rows.length === 0) unreadable('', 'none of the settings is there');
    const values = rows.flatMap((row) => {
      const value = optionalText(row, 'value');
      return value === undefined ? [] : [[textIn(row, 'name'), value] as const];
    });
    return { values: Object.fromEntries(values) };
  });
}

/** system_views.clients (4.0+). Whoever asks is among them. */
export function parseClients(rows: readonly Row[]): Parsed<ConnectedClients> {
  return reading(() => {
    const all = rows.map((row) => ({
      driver: optionalText(row, 'driver_name'),
      driverVersion: optionalText(row, 'driver_version'),
      protocolVersion: numberIn(row, 'protocol_version'),
    }));
    const alike = groupBy(all, (client) => JSON.stringify(client));
    const clients = [...alike.values()].flatMap(([first, ...others]) =>
      first ? [{ ...first, connections: others.length + 1 }] : [],
    );
    return { clients };
  });
}

/** system_schema.tables (3.0+). Every node has tables of its own. */
export function parseSchemaTables(rows: readonly Row[]): Parsed<SchemaTables> {
  return reading(() => {
    if (rows.length === 0) unreadable('', 'system_schema.tables is empty');
    const tables = rows.map((row) => ({
      keyspace: textIn(row, 'keyspace_name'),
      table: textIn(row, 'table_name'),
      compaction: shortClass(textIn(mapIn(row, 'compaction'), 'class')),
      isCompactStorage: isCompact(flagsOf(row)),
      gcGraceSeconds: numberIn(row, 'gc_grace_seconds'),
    }));
    return { tables };
  });
}

/** TableMetadata.Flag: what is no compact table is compound, and neither dense nor super. An empty set is null. */
function isCompact(flags: readonly unknown[]): boolean {
  return !flags.includes('compound') || flags.includes('dense') || flags.includes('super');
}

function flagsOf(row: Row): readonly unknown[] {
  const flags = row['flags'] ?? [];
  return Array.isArray(flags) ? flags : unreadable(JSON.stringify(row), 'flags are not a set');
}

/** system_schema.indexes (3.0+) */
export function parseSchemaIndexes(rows: readonly Row[]): Parsed<SchemaIndexes> {
  return reading(() => ({
    indexes: rows.map((row) => ({
      keyspace: textIn(row, 'keyspace_name'),
      table: textIn(row, 'table_name'),
      index: textIn(row, 'index_name'),
      className:
        textIn(row, 'kind') === 'CUSTOM'
          ? shortClass(textIn(mapIn(row, 'options'), 'class_name'))
          : undefined,
    })),
  }));
}

function shortClass(name: string): string {
  return name.startsWith('org.apache.cassandra.') ? name.slice(name.lastIndexOf('.') + 1) : name;
}

import type { CqlRequest, CqlRow } from '../ports/cql.ts';
import { read, write, type Coordinator, type Failed } from './coordinate.ts';
import type { Statement } from './statement.ts';
import type { ClusterState, TableKey } from './state.ts';

type Insert = Extract<Statement, { kind: 'insert' }>;
type Select = Extract<Statement, { kind: 'select' }>;

/** Without a level a request is made at LOCAL_ONE, as by the driver. */
const defaultLevel = 'LOCAL_ONE';

export function insertRow(
  coordinator: Coordinator,
  { table, columns }: Insert,
  { params = [], consistency = defaultLevel }: CqlRequest,
): readonly CqlRow[] | Failed {
  const key = keyOf(coordinator.state, table);
  if (!key) return unconfigured(table);
  const values = valuesOf(columns, params);
  const missing = [...key.partition, ...key.clustering].find((name) => !values.has(name));
  if (missing !== undefined) return invalid(`Some clustering keys are missing: ${missing}`);
  const row = {
    table,
    partition: keyText(key.partition, values),
    clustering: keyText(key.clustering, values),
    columns: Object.fromEntries(values),
    timestamp: coordinator.now,
  };
  return write(coordinator, row, consistency) ?? [];
}

export function selectRows(
  coordinator: Coordinator,
  { table, columns, where }: Select,
  { params = [], consistency = defaultLevel }: CqlRequest,
): readonly CqlRow[] | Failed {
  const key = keyOf(coordinator.state, table);
  if (!key) return unconfigured(table);
  const values = valuesOf(where, params);
  const missing = key.partition.find((name) => !values.has(name));
  if (missing !== undefined) {
    return invalid(`Cannot execute this query without ALLOW FILTERING: ${missing} is not given`);
  }
  const found = read(coordinator, table, keyText(key.partition, values), consistency);
  if ('errorClass' in found) return found;
  return found
    .filter((row) => where.every((name) => row.columns[name] === values.get(name)))
    .map((row) => Object.fromEntries(columns.map((name) => [name, row.columns[name] ?? null])));
}

function keyOf({ keyspaces }: ClusterState, name: string): TableKey | undefined {
  const [keyspace, table = ''] = name.split('.');
  return keyspaces.find((each) => each.name === keyspace)?.keys?.[table];
}

function valuesOf(
  columns: readonly string[],
  params: readonly unknown[],
): ReadonlyMap<string, unknown> {
  return new Map(columns.map((name, at) => [name, params[at]]));
}

function keyText(names: readonly string[], values: ReadonlyMap<string, unknown>): string {
  return JSON.stringify(names.map((name) => values.get(name)));
}

function unconfigured(table: string): Failed {
  return invalid(`unconfigured table ${table.split('.')[1] ?? table}`);
}

function invalid(message: string): Failed {
  return { errorClass: 'invalid', message, afterMs: 0 };
}

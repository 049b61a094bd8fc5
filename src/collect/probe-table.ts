import type { ConsistencyLevel } from '../model/consistency.ts';
import type { InventoryNode } from '../model/inventory.ts';
import { probeKeyspace, probeTable } from '../model/probe-table.ts';
import { CqlError, type CqlErrorClass, type CqlRequest, type CqlSession } from '../ports/cql.ts';
import type { Clock } from '../ports/clock.ts';
import type { CqlSessions } from './sessions.ts';

/** A row is gone so long after it was written last; there are never more rows than slots. */
export const keptMinutes = 60;
const slots = 1_000;

/** A request that is made again and again. */
export interface Question {
  readonly operation: 'read' | 'write';
  readonly level: ConsistencyLevel;
  /** Of turn `index`: keys in turn, so that every range has its share. */
  request(index: number): CqlRequest;
}

/** No level means anything to a table that every node has for itself. */
export const systemQuestion: Question = {
  operation: 'read',
  level: 'ONE',
  request: () => ({
    query: "SELECT key FROM system.local WHERE key = 'local'",
    consistency: 'ONE',
  }),
};

/** Reads and writes in turn, each at every level that it can have. */
export function tableQuestions(
  levels: readonly ConsistencyLevel[],
  isReadOnly: boolean,
): readonly Question[] {
  return levels.flatMap((level) => [
    ...(level === 'ANY' ? [] : [readAt(level)]),
    ...(isReadOnly || level === 'SERIAL' || level === 'LOCAL_SERIAL' ? [] : [writeAt(level)]),
  ]);
}

function readAt(level: ConsistencyLevel): Question {
  return { operation: 'read', level, request: (index) => rowRead(slotOf(index), level) };
}

export function rowRead(slot: number, consistency: ConsistencyLevel): CqlRequest {
  const query = `SELECT value FROM ${probeTable} WHERE slot = ?`;
  return { query, params: [slot], consistency, prepare: true };
}

/** The same key and value each time: it may be sent again without harm. */
function writeAt(level: ConsistencyLevel): Question {
  const request = (index: number) => rowWrite(slotOf(index), 'ringward', level);
  return { operation: 'write', level, request };
}

export function rowWrite(slot: number, value: string, consistency: ConsistencyLevel): CqlRequest {
  const query = `INSERT INTO ${probeTable} (slot, value) VALUES (?, ?)`;
  return { query, params: [slot, value], consistency, prepare: true };
}

/** A stride, because neighbours in time should not be neighbours in anything else. */
function slotOf(index: number): number {
  return (index * 617) % slots;
}

/** `refused`: the user may not read it; `unknown`: nobody let us in. */
export type TableState = 'there' | 'absent' | 'refused' | 'unknown';

/** Asks node after node: on a way that drops connections the first one may not answer. */
export async function findProbeTable(
  nodes: readonly InventoryNode[],
  sessions: CqlSessions,
): Promise<TableState> {
  const request = readAt('ONE').request(0);
  for (const node of nodes) {
    try {
      await (await sessions.get(node)).execute(request);
      return 'there';
    } catch (error) {
      const state = stateFrom(error);
      if (state !== 'unknown') return state;
    }
  }
  return 'unknown';
}

function stateFrom(error: unknown): TableState {
  if (!(error instanceof CqlError)) throw error;
  return states[error.errorClass] ?? 'unknown';
}

const states: Readonly<Partial<Record<CqlErrorClass, TableState>>> = {
  invalid: 'absent',
  unauthorized: 'refused',
  // The table is known, its replicas do not answer: the probe will tell.
  unavailable: 'there',
  'read-timeout': 'there',
};

/** Nodes of each data centre. */
export type DataCentres = ReadonlyMap<string, number>;

const mostReplicas = 3;

/**
 * Keyspace and table, through the first node that lets us in. False: another one had made the table before. Throws
 * CqlError when none lets us in.
 */
export async function createProbeTable(
  nodes: readonly InventoryNode[],
  dataCentres: DataCentres,
  sessions: CqlSessions,
  clock: Clock,
): Promise<boolean> {
  let failure: unknown = new CqlError('unreachable', 'no node let us in');
  // Of the first that could say: what timed out there may have made it all the same.
  let isNew: boolean | undefined;
  for (const node of nodes) {
    try {
      const session = await sessions.get(node);
      isNew ??= !(await hasTable(session));
      for (const query of schema(dataCentres)) await session.execute({ query });
      // Until the other nodes know the table they refuse it.
      await clock.sleep(1_000);
      return isNew;
    } catch (error) {
      if (!(error instanceof CqlError)) throw error;
      failure = error;
    }
  }
  throw failure;
}

async function hasTable(session: CqlSession): Promise<boolean> {
  const query = `SELECT table_name FROM system_schema.tables WHERE keyspace_name = '${probeKeyspace}'`;
  try {
    const { rows } = await session.execute({ query });
    return rows.some((row) => `${probeKeyspace}.${String(row['table_name'])}` === probeTable);
  } catch (error) {
    // Before 3.0 tables are not listed there.
    if (error instanceof CqlError && error.errorClass === 'invalid') return false;
    throw error;
  }
}

function schema(dataCentres: DataCentres): readonly string[] {
  const factors = [...dataCentres].map(
    ([dc, nodes]) => `, '${dc.replaceAll("'", "''")}': ${Math.min(mostReplicas, nodes)}`,
  );
  return [
    `CREATE KEYSPACE IF NOT EXISTS ${probeKeyspace} WITH replication = {'class': 'NetworkTopologyStrategy'${factors.join('')}}`,
    `CREATE TABLE IF NOT EXISTS ${probeTable} (slot int, value text, PRIMARY KEY (slot)) WITH default_time_to_live = ${keptMinutes * 60}`,
  ];
}

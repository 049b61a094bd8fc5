import { CqlError, type CqlRequest, type CqlRow } from '../ports/cql.ts';
import { chance } from './chance.ts';
import type { SimulatedCluster } from './cluster.ts';
import type { Failed } from './coordinate.ts';
import { readFactor } from './read-factor.ts';
import { changeSchema } from './schema-change.ts';
import { parseStatement } from './statement.ts';
import { systemRows, tableOf } from './system-rows.ts';
import { insertRow, selectRows } from './table-rows.ts';
import type { Standpoint } from './view/index.ts';

/** A request under way: the answer comes after `ms`, from the node as it is then. */
export interface Begun {
  readonly ms: number;
  /** Throws CqlError. */
  finish(from: Standpoint): readonly CqlRow[] | Promise<readonly CqlRow[]>;
}

/** What a node does with a request. Rows of the cluster's tables are read and written at once. */
export function beginRequest(
  cluster: SimulatedCluster,
  from: Standpoint,
  request: CqlRequest,
  number: number,
): Begun {
  const statement = parseStatement(request.query);
  const { state, node, now } = from;
  const coordinator = { state, node, now, storage: cluster.storage };
  switch (statement?.kind) {
    case 'create-keyspace':
    case 'create-table':
      return schemaChange(cluster, statement);
    case 'insert':
      return answered(insertRow(coordinator, statement, request), from, number);
    case 'select':
      return answered(selectRows(coordinator, statement, request), from, number);
    case undefined:
      return { ms: readMs(from), finish: (later) => ownRows(later, request) };
  }
}

const schemaMs = 200;

function schemaChange(
  cluster: SimulatedCluster,
  change: Parameters<typeof changeSchema>[1],
): Begun {
  return {
    ms: schemaMs,
    async finish() {
      const { refused } = await cluster.update((state) => changeSchema(state, change));
      if (refused !== undefined) throw new CqlError('invalid', refused);
      return [];
    },
  };
}

function answered(answer: readonly CqlRow[] | Failed, from: Standpoint, number: number): Begun {
  if (!('errorClass' in answer)) {
    return { ms: readMs(from) + spreadMs(from, number), finish: () => answer };
  }
  const { errorClass, message, afterMs } = answer;
  return {
    ms: afterMs + readMs(from),
    finish(later) {
      throw new CqlError(errorClass, message, later.node.address);
    },
  };
}

function ownRows(from: Standpoint, { query }: CqlRequest): readonly CqlRow[] {
  const rows = systemRows(from, query);
  if (rows) return rows;
  const table = tableOf(query);
  throw new CqlError('invalid', `unconfigured table ${table.split('.')[1] ?? table}`);
}

function readMs({ state, node, now }: Standpoint): number {
  return node.work.readMs * readFactor(state, node, now);
}

/** Few answers take much longer than most. */
function spreadMs({ state, node }: Standpoint, number: number): number {
  const luck = chance(state.seed, node.address, 'latency', number);
  return Math.round(Math.min(200, 0.5 / (1 - luck)));
}

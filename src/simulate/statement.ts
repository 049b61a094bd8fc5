import type { Replication } from '../model/ring.ts';
import type { TableKey } from './state.ts';

/** A CQL statement, as far as a simulated cluster understands any. */
export type Statement =
  | {
      readonly kind: 'create-keyspace';
      readonly keyspace: string;
      readonly replication: Replication;
      readonly orLeave: boolean;
    }
  | {
      readonly kind: 'create-table';
      readonly keyspace: string;
      readonly table: string;
      readonly key: TableKey;
      readonly orLeave: boolean;
    }
  | { readonly kind: 'insert'; readonly table: string; readonly columns: readonly string[] }
  | {
      readonly kind: 'select';
      readonly table: string;
      readonly columns: readonly string[];
      /** Columns compared with `=`, in the order of their parameters. */
      readonly where: readonly string[];
    };

/** Undefined for what it does not understand. Values come as parameters. */
export function parseStatement(query: string): Statement | undefined {
  const text = query.trim().replaceAll(/\s+/g, ' ');
  return createKeyspace(text) ?? createTable(text) ?? insert(text) ?? select(text);
}

function createKeyspace(text: string): Statement | undefined {
  const match = /^CREATE KEYSPACE (IF NOT EXISTS )?(\w+) WITH replication = (\{.*\})$/i.exec(text);
  const replication = match && replicationOf(match[3] ?? '');
  if (!match || !replication) return undefined;
  const orLeave = match[1] !== undefined;
  return { kind: 'create-keyspace', keyspace: match[2] ?? '', replication, orLeave };
}

/** `{'class': 'NetworkTopologyStrategy', 'dc1': 3}` */
function replicationOf(text: string): Replication | undefined {
  const pairs = [...text.matchAll(/'(\w+)' ?: ?'?([\w./]+)'?/g)];
  const options = new Map(pairs.map(([, name = '', value = '']) => [name, value]));
  const strategy = options.get('class')?.split('.').at(-1);
  options.delete('class');
  const factors = Object.fromEntries([...options].map(([name, value]) => [name, Number(value)]));
  if (Object.values(factors).some((factor) => !Number.isInteger(factor))) return undefined;
  if (strategy === 'NetworkTopologyStrategy') return { kind: 'network', rfByDc: factors };
  const rf = factors['replication_factor'];
  return strategy === 'SimpleStrategy' && rf !== undefined ? { kind: 'simple', rf } : undefined;
}

function createTable(text: string): Statement | undefined {
  const match =
    /^CREATE TABLE (IF NOT EXISTS )?(\w+)\.(\w+) \(.*PRIMARY KEY \(\(?([\w, ]+)\)?(?:, ([\w, ]+))?\) ?\)/i.exec(
      text,
    );
  if (!match) return undefined;
  const [, ifNot, keyspace = '', table = '', partition, clustering] = match;
  const key = { partition: namesIn(partition), clustering: namesIn(clustering) };
  return { kind: 'create-table', keyspace, table, key, orLeave: ifNot !== undefined };
}

function insert(text: string): Statement | undefined {
  const match = /^INSERT INTO ([\w.]+) \(([\w, ]+)\) VALUES \(([?, ]+)\)$/i.exec(text);
  const columns = namesIn(match?.[2]);
  if (!match || namesIn(match[3]).length !== columns.length) return undefined;
  return { kind: 'insert', table: match[1] ?? '', columns };
}

function select(text: string): Statement | undefined {
  const match = /^SELECT ([\w, ]+) FROM ([\w.]+) WHERE (.+)$/i.exec(text);
  if (!match) return undefined;
  const [, columns, table = '', conditions = ''] = match;
  const where = conditions.split(/ AND /i).map((each) => /^(\w+) = \?$/.exec(each)?.[1] ?? '');
  // What a node keeps of its own is no row of the cluster.
  if (table.startsWith('system') || where.includes('')) return undefined;
  return { kind: 'select', table, columns: namesIn(columns), where };
}

function namesIn(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

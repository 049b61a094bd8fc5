import type { Statement } from './statement.ts';
import type { ClusterState, SimulatedKeyspace } from './state.ts';

type SchemaChange = Extract<Statement, { kind: 'create-keyspace' | 'create-table' }>;

/** The schema after a statement, or why it is refused. It is everywhere at once. */
export function changeSchema(
  state: ClusterState,
  change: SchemaChange,
): { readonly state: ClusterState; readonly refused?: string } {
  const known = state.keyspaces.find(({ name }) => name === change.keyspace);
  return change.kind === 'create-keyspace'
    ? createKeyspace(state, known, change)
    : createTable(state, known, change);
}

function createKeyspace(
  state: ClusterState,
  known: SimulatedKeyspace | undefined,
  { keyspace: name, replication, orLeave }: Extract<SchemaChange, { kind: 'create-keyspace' }>,
) {
  if (known) return orLeave ? { state } : { state, refused: `Keyspace '${name}' already exists` };
  return {
    state: { ...state, keyspaces: [...state.keyspaces, { name, replication, tables: [] }] },
  };
}

function createTable(
  state: ClusterState,
  known: SimulatedKeyspace | undefined,
  { keyspace, table, key, orLeave }: Extract<SchemaChange, { kind: 'create-table' }>,
) {
  if (!known) return { state, refused: `Keyspace '${keyspace}' doesn't exist` };
  if (known.tables.includes(table)) {
    return orLeave ? { state } : { state, refused: `Table '${keyspace}.${table}' already exists` };
  }
  const grown: SimulatedKeyspace = {
    ...known,
    tables: [...known.tables, table],
    keys: { ...known.keys, [table]: key },
  };
  const keyspaces = state.keyspaces.map((each) => (each === known ? grown : each));
  const nodes = state.nodes.map((node) => {
    const live = { since: state.at, base: 1, perSecond: 0 };
    const sstables = [...node.work.sstables, { keyspace, table, live, bytes: 0 }];
    return { ...node, work: { ...node.work, sstables } };
  });
  return { state: { ...state, keyspaces, nodes } };
}

import { expect, test } from 'vitest';
import { insertRow, schemaStatements, selectBucket, selectRow } from '../../src/lab/load-schema.ts';
import { parseStatement, type Statement } from '../../src/simulate/statement.ts';

const table = 'ringward_load.ledger';
const [createKeyspace = '', createTable = ''] = schemaStatements('4.1.10', 3);

test.each<[string, Statement]>([
  [
    createKeyspace,
    {
      kind: 'create-keyspace',
      keyspace: 'ringward_load',
      replication: { kind: 'network', rfByDc: { dc1: 3 } },
      orLeave: true,
    },
  ],
  [
    "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '2'}",
    {
      kind: 'create-keyspace',
      keyspace: 'k',
      replication: { kind: 'simple', rf: 2 },
      orLeave: false,
    },
  ],
  [
    createTable,
    {
      kind: 'create-table',
      keyspace: 'ringward_load',
      table: 'ledger',
      key: { partition: ['run', 'bucket'], clustering: ['n'] },
      orLeave: true,
    },
  ],
  [
    'CREATE TABLE k.t (id int, v text, PRIMARY KEY (id))',
    {
      kind: 'create-table',
      keyspace: 'k',
      table: 't',
      key: { partition: ['id'], clustering: [] },
      orLeave: false,
    },
  ],
  [insertRow, { kind: 'insert', table, columns: ['run', 'bucket', 'n', 'value'] }],
  [selectRow, { kind: 'select', table, columns: ['value'], where: ['run', 'bucket', 'n'] }],
  [selectBucket, { kind: 'select', table, columns: ['n', 'value'], where: ['run', 'bucket'] }],
])('%s', (query, statement) => {
  expect(parseStatement(query)).toEqual(statement);
});

test.each([
  'SELECT release_version FROM system.local',
  'SELECT value FROM system_views.settings WHERE name = ?',
  'SELECT v FROM k.t WHERE id > ?',
  'INSERT INTO k.t (id, v) VALUES (?)',
  "CREATE KEYSPACE k WITH replication = {'class': 'LocalStrategy'}",
  "CREATE KEYSPACE k WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': '3/1'}",
  'DELETE FROM k.t WHERE id = ?',
])('%s is not understood', (query) => {
  expect(parseStatement(query)).toBeUndefined();
});

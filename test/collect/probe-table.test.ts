import { expect, test } from 'vitest';
import { createProbeTable } from '../../src/collect/probe-table.ts';
import { CqlError } from '../../src/ports/cql.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { node, world } from './world.ts';

const nodes = [node('127.0.1.1')];

async function made(tables: Parameters<typeof fakeCql>[0][number][1]) {
  const cql = fakeCql([
    ['system_schema.tables', tables],
    ['CREATE', []],
  ]);
  const { sessions, clock } = world({ cql });
  const isNew = await createProbeTable(nodes, new Map([['dc1', 3]]), sessions, clock);
  const created = cql.requests.filter(({ query }) => query.startsWith('CREATE'));
  return { isNew, created: created.length };
}

test('a table that was not there is made, and one that was there is no deed', async () => {
  expect(await made([])).toEqual({ isNew: true, created: 2 });
  expect(await made([{ table_name: 'other' }])).toMatchObject({ isNew: true });
  expect(await made([{ table_name: 'canary' }])).toMatchObject({ isNew: false });
});

test('where tables are not listed it counts as made', async () => {
  expect(await made(new CqlError('invalid', 'no such keyspace'))).toMatchObject({ isNew: true });
});

test('what cannot be looked up is not made', async () => {
  await expect(made(new CqlError('unavailable', 'no replica'))).rejects.toThrow('no replica');
});

test('what timed out at one node and is there at the next was made by us', async () => {
  let creates = 0;
  const cql = fakeCql([
    ['system_schema.tables', () => (creates > 0 ? [{ table_name: 'canary' }] : [])],
    [
      'CREATE',
      () => {
        creates += 1;
        if (creates === 1) throw new CqlError('write-timeout', 'no answer');
        return [];
      },
    ],
  ]);
  const { sessions, clock } = world({ cql });
  const both = [node('127.0.1.1'), node('127.0.1.2')];
  expect(await createProbeTable(both, new Map([['dc1', 3]]), sessions, clock)).toBe(true);
});

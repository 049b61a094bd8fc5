import { expect, test } from 'vitest';
import { parseReplication } from '../../src/parse/replication.ts';

const locator = 'org.apache.cassandra.locator';

test.each([
  [{ class: `${locator}.LocalStrategy` }, { kind: 'local' }],
  [
    { class: `${locator}.SimpleStrategy`, replication_factor: '3' },
    { kind: 'simple', rf: 3 },
  ],
  [
    { class: `${locator}.NetworkTopologyStrategy`, dc1: '3', 'dc 2': '2' },
    { kind: 'network', rfByDc: { dc1: 3, 'dc 2': 2 } },
  ],
])('%j is understood', (map, replication) => {
  expect(parseReplication(map)).toEqual(replication);
});

test.each([
  [{ class: `${locator}.NetworkTopologyStrategy`, dc1: '3/1' }, 'dc1=3/1'],
  [{ class: `${locator}.SimpleStrategy`, replication_factor: '3/1' }, 'replication_factor=3/1'],
  [{ class: `${locator}.SimpleStrategy` }, 'class='],
  [{ class: `${locator}.EverywhereStrategy` }, 'EverywhereStrategy'],
  [{ class: 'com.datastax.CustomStrategy', dc1: '3' }, 'CustomStrategy'],
  [{}, ''],
])('%j is unknown, which is never safe', (map, part) => {
  const replication = parseReplication(map);
  expect(replication).toMatchObject({ kind: 'unknown' });
  expect(replication.kind === 'unknown' && replication.description).toContain(part);
});

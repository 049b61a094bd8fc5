import { expect, test } from 'vitest';
import type { RingStatusRow } from '../../src/model/readings.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { topologyDigest } from '../../src/plan/topology-digest.ts';
import {
  addresses,
  first,
  healthySnapshot,
  keyspaces,
  missing,
  second,
  seen,
  statusRow,
  statusWith,
  withSource,
} from '../gates/healthy-view.ts';

const planned = topologyDigest(healthySnapshot);
const allSee = (rows: readonly RingStatusRow[]): Snapshot =>
  addresses.reduce(
    (so, address) => withSource(so, address, 'status', seen({ rows })),
    healthySnapshot,
  );
const allSeeSecond = (change: Partial<RingStatusRow>) => allSee(statusWith(second, change).rows);

test('is a SHA-256 and does not depend on the order of rows or of keyspaces', () => {
  expect(planned).toMatch(/^[\da-f]{64}$/);
  expect(topologyDigest(allSee([...addresses].reverse().map(statusRow)))).toBe(planned);
  const reversed = seen({ keyspaces: [...keyspaces].reverse() });
  expect(topologyDigest(withSource(healthySnapshot, first, 'keyspaces', reversed))).toBe(planned);
});

test.each([
  ['a host id', { hostId: 'other' }],
  ['an address', { address: '127.0.0.7' }],
  ['a DC', { dc: 'other' }],
  ['a rack', { rack: 'other' }],
  ['a number of tokens', { tokens: 8 }],
])('changes with %s', (_, change) => {
  const digest = topologyDigest(allSeeSecond(change));
  expect(digest).toMatch(/^[\da-f]{64}$/);
  expect(digest).not.toBe(planned);
});

test.each([
  ['liveness', { liveness: 'down' as const }],
  ['load', { loadBytes: undefined }],
])('does not change with %s', (_, change) => {
  expect(topologyDigest(allSeeSecond(change))).toBe(planned);
});

test('changes with a new node, a new keyspace, a changed replication; not with a local keyspace', () => {
  expect(topologyDigest(allSee([...addresses, '127.0.0.4'].map(statusRow)))).not.toBe(planned);
  const having = (list: typeof keyspaces) =>
    topologyDigest(
      addresses.reduce(
        (so, address) => withSource(so, address, 'keyspaces', seen({ keyspaces: list })),
        healthySnapshot,
      ),
    );
  expect(having([...keyspaces, { name: 'new', replication: { kind: 'simple', rf: 1 } }])).not.toBe(
    planned,
  );
  expect(
    having(keyspaces.map((one) => ({ ...one, replication: { kind: 'simple', rf: 2 } }))),
  ).not.toBe(planned);
  expect(having([...keyspaces, { name: 'new', replication: { kind: 'local' } }])).toBe(planned);
});

test('is unknown when nodes disagree or nobody answered; one silent node does not matter', () => {
  const split = withSource(
    healthySnapshot,
    first,
    'status',
    seen(statusWith(second, { rack: 'x' })),
  );
  expect(topologyDigest(split)).toBeUndefined();
  expect(topologyDigest({ at: 0, nodes: [] })).toBeUndefined();
  const noSchema = addresses.reduce(
    (so, address) => withSource(so, address, 'keyspaces', missing()),
    healthySnapshot,
  );
  expect(topologyDigest(noSchema)).toBeUndefined();
  expect(topologyDigest(withSource(healthySnapshot, first, 'status', missing()))).toBe(planned);
});

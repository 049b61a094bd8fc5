import { expect, test } from 'vitest';
import type { RingStatusRow } from '../../src/model/readings.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { topologyChanges } from '../../src/plan/topology-changes.ts';
import {
  addresses,
  first,
  healthySnapshot,
  localOf,
  missing,
  second,
  seen,
  statusRow,
  statusWith,
  third,
  withSource,
} from '../gates/healthy-view.ts';
import { healthyRequest, planOf } from './healthy-request.ts';

const tokensOf = (address: string) => seen({ ...localOf(address), tokens: [`-${address}`, '7'] });
/** The healthy cluster with tokens that are known. */
const known = addresses.reduce(
  (so, address) => withSource(so, address, 'cql-local', tokensOf(address)),
  healthySnapshot,
);
const plan = planOf({ ...healthyRequest, snapshot: known });
const changesIn = (snapshot: Snapshot) => topologyChanges(plan, snapshot);
const allSee = (rows: readonly RingStatusRow[]): Snapshot =>
  addresses.reduce((so, address) => withSource(so, address, 'status', seen({ rows })), known);
const nothing = { changed: [], missing: [] };

test('there is no change in the cluster the plan was made for, in whatever order', () => {
  expect(changesIn(known)).toEqual(nothing);
  expect(changesIn(allSee([...addresses].reverse().map(statusRow)))).toEqual(nothing);
  const reversed = seen({ ...localOf(second), tokens: ['7', `-${second}`] });
  expect(changesIn(withSource(known, second, 'cql-local', reversed))).toEqual(nothing);
});

test.each<[string, Partial<RingStatusRow>, string]>([
  ['a host id', { hostId: 'other' }, 'has host id other, it was host-127.0.0.2'],
  ['no host id', { hostId: undefined }, 'has host id null, it was host-127.0.0.2'],
  ['a DC', { dc: 'dc9' }, 'has dc dc9, it was dc1'],
  ['a rack', { rack: 'r9' }, 'has rack r9, it was rack2'],
  ['a number of tokens', { tokens: 8 }, 'has number of tokens 8, it was 16'],
])('%s that is other in every view is a change', (_, change, what) => {
  expect(changesIn(allSee(statusWith(second, change).rows))).toEqual({
    changed: [`127.0.0.2 ${what}`],
    missing: [],
  });
});

test('a node more and a node less are changes', () => {
  const rows = [first, second, '127.0.0.9'].map(statusRow);
  expect(changesIn(allSee(rows)).changed).toEqual([
    '127.0.0.3 is not in the ring',
    '127.0.0.9 is in the ring but not in the plan',
  ]);
});

test('liveness and load are no topology', () => {
  const rows = statusWith(second, { liveness: 'down', loadBytes: undefined }).rows;
  expect(changesIn(allSee(rows))).toEqual(nothing);
});

test('what some views say is a disagreement: nothing is known', () => {
  const split = withSource(known, first, 'status', seen(statusWith(third, { rack: 'UNKNOWN' })));
  expect(changesIn(split)).toEqual({
    changed: [],
    missing: ['127.0.0.3 has rack UNKNOWN, it was rack3 in 1 of 3 views'],
  });
});

test('other tokens are a change, though their number is the same', () => {
  const moved = seen({ ...localOf(second), tokens: ['-1', '-2'] });
  expect(changesIn(withSource(known, second, 'cql-local', moved))).toEqual({
    changed: ['127.0.0.2 has other tokens'],
    missing: [],
  });
});

test('a node that gives no view, or no tokens where they are known, is missing', () => {
  expect(changesIn(withSource(known, third, 'status', missing())).missing).toEqual([
    'nodetool status of 127.0.0.3: timed-out: after 20 s',
  ]);
  expect(changesIn(withSource(known, third, 'status', undefined)).missing).toEqual([
    'nodetool status of 127.0.0.3: was not asked',
  ]);
  expect(changesIn(withSource(known, third, 'cql-local', missing())).missing).toEqual([
    'the tokens of 127.0.0.3 (system.local): timed-out: after 20 s',
  ]);
  expect(changesIn({ at: 0, nodes: [] }).missing).toHaveLength(2 * addresses.length);
});

test('tokens that were not seen when the plan was made are not compared', () => {
  const blind = planOf(healthyRequest);
  expect(blind.nodes.map((node) => node.tokensDigest)).toEqual([undefined, undefined, undefined]);
  expect(topologyChanges(blind, known)).toEqual(nothing);
  expect(topologyChanges(blind, withSource(known, third, 'cql-local', missing()))).toEqual(nothing);
});

test('a node that is down and may be keeps silent, and is no change; what it is seen to be still is one', () => {
  const silent = withSource(
    withSource(known, third, 'status', missing()),
    ...([third, 'cql-local', missing()] as const),
  );
  expect(changesIn(silent).missing).toHaveLength(2);
  const excused = (snapshot: Snapshot) =>
    topologyChanges(plan, snapshot, undefined, new Set([third]));
  expect(excused(silent)).toEqual(nothing);
  const other = allSee(statusWith(third, { hostId: 'other' }).rows);
  expect(excused(other).changed).toEqual(['127.0.0.3 has host id other, it was host-127.0.0.3']);
});

import { expect, test } from 'vitest';
import { rangeSafety } from '../../src/gates/range-safety.ts';
import type { ConsistencyLevel } from '../../src/model/consistency.ts';
import type { GateView } from '../../src/model/gate.ts';
import type { KeyspaceRing, Replication } from '../../src/model/ring.ts';
import {
  first,
  healthySnapshot,
  healthyView,
  judged,
  missing,
  ringOf,
  rings,
  second,
  seen,
  statusWith,
  third,
  three,
  viewWith,
  withSource,
} from './healthy-view.ts';
import { withRings } from './with-rings.ts';

/** The healthy view with one more keyspace, seen in its schema as well. */
function withKeyspace(ring: KeyspaceRing, change: Partial<GateView> = {}): GateView {
  const others = rings.filter(({ keyspace }) => keyspace.name !== ring.keyspace.name);
  return withRings([...others, ring], change);
}

const simple = (rf: number): Replication => ({ kind: 'simple', rf });

test('passes at RF 3 and LOCAL_QUORUM and says which range is the tightest', () => {
  expect(judged(rangeSafety, healthyView)).toBe(
    'pass: tightest: keyspace shop (and 1 more like it), range (0, 100]: LOCAL_QUORUM in dc1 has 2 live of 2 needed',
  );
});

test('refuses a keyspace with one replica, naming keyspace, range, level and numbers', () => {
  expect(judged(rangeSafety, withKeyspace(ringOf('one', simple(1), 1)))).toBe(
    'refuse: with 127.0.0.2 down keyspace one, range (100, 200]: LOCAL_QUORUM has 0 live of 1 needed',
  );
});

test('refuses RF 2: its quorum is both', () => {
  expect(judged(rangeSafety, withKeyspace(ringOf('two', simple(2), 2)))).toMatch(
    /^refuse: .*keyspace two.*1 live of 2 needed/,
  );
});

test('takes RF 2 when its clients declared ONE', () => {
  const consistency: GateView['consistency'] = { default: ['LOCAL_QUORUM'], two: ['ONE'] };
  expect(judged(rangeSafety, withKeyspace(ringOf('two', simple(2), 2), { consistency }))).toMatch(
    /^pass/,
  );
});

test('refuses when all declared levels hold but one', () => {
  const consistency: GateView['consistency'] = { default: ['ONE', 'ALL'] };
  expect(judged(rangeSafety, { ...healthyView, consistency })).toMatch(
    /ALL has 2 live of 3 needed/,
  );
});

test('waits for a node that a single peer sees down, and one that has no view because it is down', () => {
  const snapshot = withSource(
    withSource(healthySnapshot, first, 'status', seen(statusWith(third, { liveness: 'down' }))),
    third,
    'status',
    missing('unreachable', 'connection refused'),
  );
  expect(judged(rangeSafety, { ...healthyView, snapshot })).toBe(
    'wait: 127.0.0.3 is not up, and with 127.0.0.2 down keyspace shop (and 1 more like it), range (0, 100]: LOCAL_QUORUM in dc1 has 1 live of 2 needed',
  );
});

test('of a wave the node that somebody can start comes first', () => {
  const snapshot = withSource(
    healthySnapshot,
    first,
    'status',
    seen(statusWith(third, { liveness: 'down' })),
  );
  const subject = { ...healthyView.subject, together: ['127.0.0.7', '127.0.0.8', '127.0.0.9'] };
  expect(judged(rangeSafety, { ...healthyView, snapshot, subject })).toMatch(
    /^wait: 127\.0\.0\.3 is not up, and with 127\.0\.0\.2, 127\.0\.0\.7, 127\.0\.0\.8 and 1 more down keyspace shop/,
  );
});

test('uses the configured RF when there are fewer nodes than replicas', () => {
  const five = { kind: 'network', rfByDc: { dc1: 5 } } as const;
  expect(judged(rangeSafety, withKeyspace(ringOf('shop', five, 3)))).toMatch(
    /LOCAL_QUORUM in dc1 has 2 live of 3 needed/,
  );
});

test('looks at every DC a level local to a DC could be used in', () => {
  const both = { kind: 'network', rfByDc: { dc1: 3, dc2: 1 } } as const;
  expect(judged(rangeSafety, withKeyspace(ringOf('shop', both, 3)))).toMatch(
    /LOCAL_QUORUM in dc2 has 0 live of 1 needed/,
  );
});

test.each(['joining', 'leaving', 'moving'] as const)(
  'refuses while ranges are pending: a node is %s',
  (state) => {
    const view = viewWith(first, 'status', seen(statusWith(third, { state })));
    expect(judged(rangeSafety, view)).toBe(
      `refuse: ranges are pending: 127.0.0.3 is ${state} (seen by 127.0.0.1)`,
    );
  },
);

test('refuses replication it cannot reckon with', () => {
  const odd: Replication = { kind: 'unknown', description: 'dc1: 3/1' };
  expect(judged(rangeSafety, withKeyspace(ringOf('odd', odd, 3)))).toBe(
    'refuse: keyspace odd: its replication is not one that can be reckoned with: dc1: 3/1',
  );
});

test('refuses a keyspace whose ranges are empty', () => {
  const ring = { keyspace: { name: 'bare', replication: three }, ranges: [] };
  expect(judged(rangeSafety, withKeyspace(ring))).toMatch(
    /^refuse: keyspace bare: its ranges were not seen/,
  );
});

test.each([
  ['system_traces with one replica never holds', ringOf('system_traces', simple(1), 1), 'pass'],
  ['system_distributed needs one', ringOf('system_distributed', simple(2), 2), 'pass'],
  ['system_distributed with one replica', ringOf('system_distributed', simple(1), 1), 'refuse'],
  ['system_auth with one replica', ringOf('system_auth', simple(1), 1), 'refuse'],
])('%s', (_, ring, kind) => {
  expect(rangeSafety.judge(withKeyspace(ring)).kind).toBe(kind);
});

test('only warns of system_auth when it is known that no client logs in', () => {
  const ring = ringOf('system_auth', simple(1), 1);
  expect(judged(rangeSafety, withKeyspace(ring, { authenticatorOn: false }))).toMatch(
    /^pass: .*; no client logs in, so not held by keyspace system_auth, .* 0 live of 1 needed/,
  );
  expect(rangeSafety.judge(withKeyspace(ring, { authenticatorOn: true })).kind).toBe('refuse');
});

test('a level declared for system_auth holds, with or without login', () => {
  const view = withKeyspace(ringOf('system_auth', simple(1), 1), {
    authenticatorOn: false,
    consistency: { default: ['ONE'], system_auth: ['LOCAL_ONE'] },
  });
  expect(rangeSafety.judge(view).kind).toBe('refuse');
});

test('a keyspace may be named like a property every object has', () => {
  expect(judged(rangeSafety, withKeyspace(ringOf('constructor', simple(1), 1)))).toMatch(
    /^refuse: .*keyspace constructor/,
  );
});

test('waits without range data, without views, without the list of keyspaces', () => {
  expect(judged(rangeSafety, { ...healthyView, rings: undefined })).toMatch(/^wait: the replicas/);
  expect(judged(rangeSafety, { ...healthyView, rings: [] })).toMatch(/^wait: the replicas/);
  expect(judged(rangeSafety, viewWith(third, 'status', missing()))).toMatch(
    /^wait: the view of 127.0.0.3 is missing/,
  );
  const snapshot = [first, second, third].reduce(
    (so, address) => withSource(so, address, 'keyspaces', missing()),
    healthySnapshot,
  );
  expect(judged(rangeSafety, { ...healthyView, snapshot })).toMatch(/^wait: no node gave its list/);
});

test('waits for the ranges of a keyspace that is new or altered', () => {
  const { snapshot } = withKeyspace(ringOf('new_one', three, 3));
  expect(judged(rangeSafety, { ...healthyView, snapshot })).toBe(
    'wait: keyspace new_one is new or altered since its ranges were seen',
  );
});

test('waits in a cluster of one: no other node has a view', () => {
  const view = { ...healthyView, members: [second], consistency: { default: ['ANY'] as const } };
  const auth = { ...view, consistency: { ...view.consistency, system_auth: ['ANY'] as const } };
  expect(judged(rangeSafety, auth)).toBe('wait: no other node gave its view of the ring');
});

/** RF 3 over two DCs, spread as SimpleStrategy does it: without looking. */
function simpleOverTwoDcs(name: string): KeyspaceRing {
  const ring = ringOf(name, simple(3), 3);
  const dcOf = (address: string) => (address === third ? 'dc2' : 'dc1');
  const ranges = ring.ranges.map((range) => ({
    ...range,
    replicas: range.replicas.map((replica) => ({ ...replica, dc: dcOf(replica.address) })),
  }));
  return { ...ring, ranges };
}

test.each<[ConsistencyLevel, string]>([
  // One replica is in dc2, and the quorum of RF 3 is two, with every node up.
  ['LOCAL_QUORUM', 'refuse'],
  ['LOCAL_SERIAL', 'refuse'],
  ['EACH_QUORUM', 'pass'],
  ['QUORUM', 'pass'],
  ['LOCAL_ONE', 'pass'],
])('SimpleStrategy over two DCs at %s: %s', (level, kind) => {
  const consistency: GateView['consistency'] = { default: ['LOCAL_QUORUM'], wide: [level] };
  const view = withKeyspace(simpleOverTwoDcs('wide'), { consistency });
  expect(rangeSafety.judge(view).kind).toBe(kind);
});

test('names the DC in which the quorum of SimpleStrategy is not there', () => {
  expect(judged(rangeSafety, withKeyspace(simpleOverTwoDcs('wide')))).toMatch(
    /keyspace wide, .*LOCAL_QUORUM in dc1 has 1 live of 2 needed \(and 1 more\)$/,
  );
});

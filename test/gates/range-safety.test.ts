import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rangeSafety } from '../../src/gates/range-safety.ts';
import { consistencyLevels, type ConsistencyLevel } from '../../src/model/consistency.ts';
import type { GateView } from '../../src/model/gate.ts';
import type { Keyspace, KeyspaceRing, Replication } from '../../src/model/ring.ts';
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

/** The healthy view with one more keyspace, seen in its schema as well. */
function withKeyspace(ring: KeyspaceRing, change: Partial<GateView> = {}): GateView {
  const others = rings.filter(({ keyspace }) => keyspace.name !== ring.keyspace.name);
  const all = [...others, ring];
  const listed = seen({ keyspaces: all.map(({ keyspace }) => keyspace) });
  const snapshot = [first, second, third].reduce(
    (so, address) => withSource(so, address, 'keyspaces', listed),
    healthySnapshot,
  );
  return { ...healthyView, snapshot, rings: all, ...change };
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

test('counts a node that a single peer sees down, and one that has no view because it is down', () => {
  const snapshot = withSource(
    withSource(healthySnapshot, first, 'status', seen(statusWith(third, { liveness: 'down' }))),
    third,
    'status',
    missing('unreachable', 'connection refused'),
  );
  expect(judged(rangeSafety, { ...healthyView, snapshot })).toBe(
    'refuse: with 127.0.0.2, 127.0.0.3 down keyspace shop (and 1 more like it), range (0, 100]: LOCAL_QUORUM in dc1 has 1 live of 2 needed',
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

/** Straight from the definitions, one replica at a time; no grouping, no sets, no sharing. */
function oracle(ring: KeyspaceRing, levels: readonly ConsistencyLevel[], down: readonly string[]) {
  const { replication } = ring.keyspace;
  if (replication.kind !== 'network' && replication.kind !== 'simple') return false;
  return ring.ranges.every(({ replicas }) => {
    const live = replicas.filter((replica) => !down.includes(replica.address));
    const liveIn = (dc: string) => live.filter((replica) => replica.dc === dc).length;
    const half = (rf: number) => (rf % 2 === 0 ? rf / 2 + 1 : (rf + 1) / 2);
    const perDc = replication.kind === 'network' ? Object.entries(replication.rfByDc) : [];
    const used = perDc.filter(([, rf]) => rf !== 0);
    const rf = replication.kind === 'simple' ? replication.rf : used.reduce((n, [, m]) => n + m, 0);
    const everyDc = used.every(([dc, rfOfDc]) => liveIn(dc) >= half(rfOfDc));
    const local = replication.kind === 'simple' ? live.length >= half(rf) : everyDc;
    const dcs =
      replication.kind === 'simple' ? replicas.map(({ dc }) => dc) : used.map(([dc]) => dc);
    const holds: Record<ConsistencyLevel, boolean> = {
      ANY: true,
      ONE: live.length >= 1,
      TWO: live.length >= 2,
      THREE: live.length >= 3,
      LOCAL_ONE: dcs.every((dc) => liveIn(dc) >= 1),
      QUORUM: live.length >= half(rf),
      SERIAL: live.length >= half(rf),
      LOCAL_QUORUM: local,
      LOCAL_SERIAL: local,
      EACH_QUORUM: local,
      ALL: live.length >= rf,
    };
    return levels.every((level) => holds[level]);
  });
}

test('agrees with an oracle that counts replica by replica', () => {
  const nodes = Array.from({ length: 7 }, (_, index) => `10.0.0.${index + 1}`);
  const dcOf = (address: string) => (Number(address.slice(-1)) <= 4 ? 'dc1' : 'dc2');
  const replica = (address: string) => ({ address, dc: dcOf(address), rack: 'r' });
  const replication: fc.Arbitrary<Replication> = fc.oneof(
    fc.record({ kind: fc.constant('simple' as const), rf: fc.integer({ min: 1, max: 5 }) }),
    fc.record({
      kind: fc.constant('network' as const),
      rfByDc: fc.record({ dc1: fc.nat({ max: 4 }), dc2: fc.nat({ max: 3 }) }),
    }),
  );
  const ranges = fc.array(
    fc.subarray(nodes, { minLength: 1 }).map((chosen) => ({
      start: '0',
      end: '1',
      replicas: chosen.map(replica),
    })),
    { minLength: 1, maxLength: 8 },
  );
  const levels = fc.subarray([...consistencyLevels], { minLength: 1, maxLength: 3 });
  const verdicts = new Set<string>();
  fc.assert(
    fc.property(
      fc.array(fc.tuple(replication, ranges, levels), { minLength: 1, maxLength: 4 }),
      fc.subarray(nodes, { minLength: 1, maxLength: 3 }),
      (specs, down) => {
        const all = specs.map(([how, its], index) => {
          const keyspace: Keyspace = { name: `ks${index}`, replication: how };
          return { keyspace, ranges: its };
        });
        const consistency = Object.fromEntries(specs.map(([, , its], n) => [`ks${n}`, its]));
        const safe = all.every((ring, n) => oracle(ring, specs[n]?.[2] ?? [], down));
        const verdict = rangeSafety.judge(propertyView(nodes, down, all, consistency)).kind;
        verdicts.add(verdict);
        expect(verdict).toBe(safe ? 'pass' : 'refuse');
      },
    ),
    { numRuns: 2_000, seed: 7 },
  );
  // Both answers must have been seen, else the property says nothing.
  expect([...verdicts].sort()).toEqual(['pass', 'refuse']);
});

function propertyView(
  nodes: readonly string[],
  down: readonly string[],
  all: readonly KeyspaceRing[],
  consistency: GateView['consistency'],
): GateView {
  const [subject = ''] = down;
  const rows = nodes.map((address) => ({
    liveness: down.slice(1).includes(address) ? ('down' as const) : ('up' as const),
    state: 'normal' as const,
    address,
    loadBytes: 1,
    tokens: 1,
    hostId: address,
    dc: 'dc',
    rack: 'r',
  }));
  const listed = seen({ keyspaces: all.map(({ keyspace }) => keyspace) });
  const snapshot = {
    at: 0,
    nodes: nodes.map((address) => ({
      address,
      sources: { status: seen({ rows }), keyspaces: listed },
    })),
  };
  const about = { ...healthyView.subject, address: subject };
  return { ...healthyView, snapshot, rings: all, members: nodes, subject: about, consistency };
}

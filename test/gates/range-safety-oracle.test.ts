import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rangeSafety } from '../../src/gates/range-safety.ts';
import { consistencyLevels, type ConsistencyLevel } from '../../src/model/consistency.ts';
import type { GateView } from '../../src/model/gate.ts';
import type { Keyspace, KeyspaceRing, Replication } from '../../src/model/ring.ts';
import { healthyView, seen } from './healthy-view.ts';

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
    const ofRing = ring.ranges.flatMap((range) => range.replicas.map(({ dc }) => dc));
    const dcs = replication.kind === 'simple' ? ofRing : used.map(([dc]) => dc);
    // SimpleStrategy: the quorum of the whole RF, out of the replicas of one DC.
    const simpleLocal = dcs.every((dc) => liveIn(dc) >= half(rf));
    const local = replication.kind === 'simple' ? simpleLocal : everyDc;
    const each = replication.kind === 'simple' ? live.length >= half(rf) : everyDc;
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
      EACH_QUORUM: each,
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
        const isSafe = (without: readonly string[]) =>
          all.every((ring, n) => oracle(ring, specs[n]?.[2] ?? [], without));
        const verdict = rangeSafety.judge(propertyView(nodes, down, all, consistency)).kind;
        verdicts.add(verdict);
        // What the subject alone takes away no waiting for the others brings back.
        const unsafe = isSafe(down.slice(0, 1)) ? 'wait' : 'refuse';
        expect(verdict).toBe(isSafe(down) ? 'pass' : unsafe);
      },
    ),
    { numRuns: 2_000, seed: 7 },
  );
  // Every answer must have been seen, else the property says nothing.
  expect([...verdicts].sort()).toEqual(['pass', 'refuse', 'wait']);
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

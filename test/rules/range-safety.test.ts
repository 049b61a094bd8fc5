import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consistencyLevels } from '../../src/model/consistency.ts';
import type { KeyspaceRing, Replication, TokenRange } from '../../src/model/ring.ts';
import { judgeRanges } from '../../src/rules/range-safety.ts';
import { replicaGroups } from '../../src/rules/replica-groups.ts';
import { replicaNeeds } from '../../src/rules/replica-needs.ts';

const nodes = Array.from({ length: 8 }, (_, index) => `10.0.0.${index}`);
const replica = (address: string) => {
  const number = Number(address.slice(7));
  return { address, dc: number < 5 ? 'dc1' : 'dc2', rack: `r${number % 3}` };
};

const replications: fc.Arbitrary<Exclude<Replication, { kind: 'local' | 'unknown' }>> = fc.oneof(
  fc.record({ kind: fc.constant('simple' as const), rf: fc.integer({ min: 1, max: 5 }) }),
  fc.record({
    kind: fc.constant('network' as const),
    rfByDc: fc.record({ dc1: fc.integer({ min: 1, max: 4 }), dc2: fc.nat({ max: 3 }) }),
  }),
);
const ranges = fc.array(
  fc.shuffledSubarray(nodes, { minLength: 1, maxLength: 5 }).map((chosen) => ({
    start: '0',
    end: '1',
    replicas: chosen.map(replica),
  })),
  { minLength: 1, maxLength: 20 },
);

test('the worst margin of every level is the one that looking at every range finds', () => {
  const levels = fc.subarray([...consistencyLevels], { minLength: 1, maxLength: 4 });
  const down = fc.subarray(nodes, { maxLength: 3 });
  fc.assert(
    fc.property(replications, ranges, levels, down, (replication, its, declared, gone) => {
      const ring: KeyspaceRing = { keyspace: { name: 'ks', replication }, ranges: its };
      const dcs = [...new Set(its.flatMap(({ replicas }) => replicas.map(({ dc }) => dc)))];
      const margins = declared
        .flatMap((level) => replicaNeeds(level, replication, dcs))
        .map(({ level, dc, needed }) => ({ level, dc, spare: fewest(its, dc, gone) - needed }));
      const { groups } = replicaGroups([ring], { ks: declared }, true);
      const { lost, tightest } = judgeRanges(groups, new Set(gone));
      const seen = lost.map(({ level, dc, live, needed }) => ({ level, dc, spare: live - needed }));
      expect(seen).toEqual(margins.filter(({ spare }) => spare < 0));
      const spares = margins.map(({ spare }) => spare);
      expect(tightest && tightest.live - tightest.needed).toBe(
        spares.length === 0 ? undefined : Math.min(...spares),
      );
    }),
    { numRuns: 1_000 },
  );
});

/** Range by range, replica by replica. */
function fewest(its: readonly TokenRange[], dc: string | undefined, gone: readonly string[]) {
  const live = its.map(
    ({ replicas }) =>
      replicas.filter((one) => (dc ?? one.dc) === one.dc && !gone.includes(one.address)).length,
  );
  return Math.min(...live);
}

/** `count` ranges on three neighbours of 100 nodes; tells how often replicas were looked at. */
function countedRing(count: number) {
  let reads = 0;
  const of = (index: number) => replica(`10.0.0.${index % 100}`);
  const counted = Array.from({ length: count }, (_, index) => {
    const replicas = [of(index), of(index + 1), of(index + 2)];
    return {
      start: String(index),
      end: String(index + 1),
      get replicas() {
        reads += 1;
        return replicas;
      },
    };
  });
  const since = (act: () => void) => {
    const before = reads;
    act();
    return reads - before;
  };
  return { ranges: counted, since };
}

test('a stop costs the sets of the nodes that are down, not the ring, and keyspaces share them', () => {
  const { ranges: its, since } = countedRing(10_000);
  const replication: Replication = { kind: 'network', rfByDc: { dc1: 3 } };
  const rings = Array.from({ length: 50 }, (_, index) => ({
    keyspace: { name: `ks${index}`, replication },
    ranges: its,
  }));
  const declared = { default: ['QUORUM'] as const, ks1: ['ONE'] as const };
  const first = since(() => {
    judgeRanges(replicaGroups(rings, declared, true).groups, new Set(['10.0.0.1']));
  });
  expect(first).toBeLessThan(3 * its.length);
  const again = (...down: readonly string[]) =>
    since(() => {
      judgeRanges(replicaGroups(rings, declared, true).groups, new Set(down));
    });
  expect(again('10.0.0.2')).toBeLessThan(10);
  // Two nodes hold 600 ranges, which are six sets: each range is looked at once to tell.
  expect(again('10.0.0.2', '10.0.0.50')).toBeLessThan(700);
});

test('what is declared anew is reckoned anew', () => {
  const replication: Replication = { kind: 'simple', rf: 2 };
  const its = [{ start: '0', end: '1', replicas: ['10.0.0.1', '10.0.0.2'].map(replica) }];
  const rings = [{ keyspace: { name: 'ks', replication }, ranges: its }];
  const lostAt = (level: 'ONE' | 'QUORUM') =>
    judgeRanges(replicaGroups(rings, { ks: [level] }, true).groups, new Set(['10.0.0.1'])).lost;
  expect([lostAt('QUORUM').length, lostAt('ONE').length, lostAt('QUORUM').length]).toEqual([
    1, 0, 1,
  ]);
});

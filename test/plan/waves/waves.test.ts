import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Replication } from '../../../src/model/ring.ts';
import { planWaves, type WavesResult } from '../../../src/plan/waves/waves.ts';
import type { PlacedNode } from '../../../src/plan/order.ts';
import { newCluster } from '../../../src/simulate/new-cluster.ts';
import { ringsOf } from '../../../src/simulate/placement.ts';
import { isSafe, waveClusters, type WaveCluster } from './waves-oracle.ts';

type Rules = Partial<Pick<Parameters<typeof planWaves>[0], 'down' | 'mostPerWave' | 'racks'>>;

function wavesOf(cluster: WaveCluster, rules: Rules = {}) {
  return planWaves({ ...cluster, authenticatorOn: true, ...rules });
}

function addressesOf(result: WavesResult<PlacedNode>): readonly (readonly string[])[] {
  if (result.kind === 'problems') throw new Error(result.problems.map((one) => one.message).join());
  return result.waves.map((wave) => wave.map(({ address }) => address));
}

const someRules: fc.Arbitrary<Rules> = fc.record(
  { mostPerWave: fc.integer({ min: 1, max: 4 }), racks: fc.constantFrom('whole', 'apart') },
  { requiredKeys: [] },
);

test('every wave is safe by an oracle that counts replica by replica, and a problem is a node that is not', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(waveClusters, someRules, fc.nat({ max: 9 }), (cluster, rules, other) => {
      const down = cluster.nodes.slice(other, other + 1).map(({ address }) => address);
      const result = wavesOf(cluster, { ...rules, down: new Set(down) });
      const isSafeWith = (more: readonly string[]) => isSafe(cluster, [...down, ...more]);
      seen.add(result.kind);
      if (result.kind === 'waves') {
        expect(addressesOf(result).filter((wave) => !isSafeWith(wave))).toEqual([]);
      } else if (rules.racks !== 'whole') {
        expect(cluster.nodes.some(({ address }) => !isSafeWith([address]))).toBe(true);
      }
    }),
    { numRuns: 1_000, seed: 3 },
  );
  expect([...seen].sort()).toEqual(['problems', 'waves']);
});

test('each node is in one wave; the canary is alone; no wave mixes DCs; the order is kept within and between', () => {
  fc.assert(
    fc.property(waveClusters, someRules, (cluster, rules) => {
      const result = wavesOf(cluster, rules);
      fc.pre(result.kind === 'waves');
      const waves = addressesOf(result);
      const order = cluster.nodes.map(({ address }) => address);
      const places = waves.map((wave) => wave.map((address) => order.indexOf(address)));
      expect(places.flat().sort((a, b) => a - b)).toEqual([...order.keys()]);
      expect(places[0]).toEqual([0]);
      for (const wave of places) expect(wave).toEqual(wave.toSorted((a, b) => a - b));
      const firsts = places.map(([first = -1]) => first);
      expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
      for (const wave of places) {
        expect(new Set(wave.map((place) => cluster.nodes[place]?.dc)).size).toBe(1);
        const racks = new Set(wave.map((place) => cluster.nodes[place]?.rack));
        if (rules.racks !== undefined) expect(racks.size).toBe(1);
        expect(wave.length).toBeLessThanOrEqual(rules.mostPerWave ?? wave.length);
      }
      expect(new Set(order).size).toBe(places.flat().length);
    }),
    { numRuns: 500, seed: 4 },
  );
});

/** Tries every way to cut the nodes into safe waves, one node after the other. */
function fewestByTrying(cluster: WaveCluster, nodes: readonly string[], most: number): number {
  let best = nodes.length;
  const cut = (next: number, waves: readonly (readonly string[])[]): void => {
    const node = nodes[next];
    if (waves.length >= best) return;
    if (node === undefined) {
      best = waves.length;
      return;
    }
    [...waves.keys(), waves.length].forEach((at) => {
      const wave = [...(waves[at] ?? []), node];
      if (wave.length > most || !isSafe(cluster, wave)) return;
      cut(next + 1, [...waves.slice(0, at), wave, ...waves.slice(at + 1)]);
    });
  };
  cut(0, []);
  return best;
}

test('there are never fewer than the bound, and the bound is never above what trying every cut finds', () => {
  let tight = 0;
  let total = 0;
  fc.assert(
    fc.property(waveClusters, fc.integer({ min: 1, max: 6 }), (cluster, mostPerWave) => {
      const result = wavesOf(cluster, { mostPerWave });
      fc.pre(result.kind === 'waves');
      const [canary, ...others] = cluster.nodes;
      const dcs = ['dc1', 'dc2'].map((dc) =>
        others.filter((node) => node.dc === dc).map(({ address }) => address),
      );
      const fewest = dcs.reduce(
        (sum, nodes) => sum + fewestByTrying(cluster, nodes, mostPerWave),
        canary ? 1 : 0,
      );
      expect(result.bound.atLeast).toBeLessThanOrEqual(fewest);
      expect(result.waves.length).toBeGreaterThanOrEqual(fewest);
      total += 1;
      if (result.waves.length === fewest) tight += 1;
    }),
    { numRuns: 400, seed: 5 },
  );
  // With so few nodes the fewest are nearly always found.
  expect(tight / total).toBeGreaterThan(0.98);
});

const local: Replication = { kind: 'network', rfByDc: { dc1: 3 } };

/** As Cassandra places replicas. */
function clusterOf(
  racks: Readonly<Record<string, number>>,
  keyspaces: Readonly<Record<string, Replication>>,
  vnodes = 16,
): WaveCluster {
  const state = newCluster({
    ...{ name: 'waves', seed: 1, at: 0, release: '4.1.10', dcs: { dc1: racks }, vnodes },
    keyspaces: Object.entries(keyspaces).map(([name, replication]) => ({
      ...{ name, replication, tables: [] },
    })),
  });
  const own = state.keyspaces.filter(({ name }) => Object.hasOwn(keyspaces, name));
  return { nodes: state.nodes, rings: ringsOf({ ...state, keyspaces: own }), consistency: {} };
}

const sizesOf = (result: WavesResult<PlacedNode>) => addressesOf(result).map((wave) => wave.length);

test('RF 3 on three racks: the canary, then each rack as a whole, uneven racks as well; the bound is met', () => {
  const result = wavesOf(clusterOf({ r1: 5, r2: 9, r3: 2 }, { app: local }));
  expect(sizesOf(result)).toEqual([1, 4, 9, 2]);
  expect(result).toMatchObject({
    bound: {
      atLeast: 4,
      because: [
        {
          dc: 'dc1',
          because: expect.stringMatching(
            /^keyspace app, range \(.*\]: LOCAL_QUORUM in dc1 lets 1 of 3 nodes be down$/,
          ) as string,
        },
      ],
    },
  });
});

test('no more nodes a wave than asked for, and the bound says so', () => {
  const cluster = clusterOf({ r1: 5, r2: 9, r3: 2 }, { app: local });
  const result = wavesOf(cluster, { mostPerWave: 3 });
  expect(sizesOf(result)).toEqual([1, 3, 1, 3, 3, 3, 2]);
  expect(result).toMatchObject({ bound: { because: [{ because: '15 nodes, 3 a wave' }] } });
});

test('RF 5 lets two replicas of a set go together: fewer waves than one by one, by count and not by pairs', () => {
  const five: Replication = { kind: 'network', rfByDc: { dc1: 5 } };
  const cluster = clusterOf({ r1: 3, r2: 3 }, { app: five }, 1);
  const waves = addressesOf(wavesOf(cluster));
  expect(waves.map((wave) => wave.length)).toEqual([1, 2, 2, 1]);
});

test('racks that are fewer than RF are not whole waves; asked for whole racks, it says which range stands against it', () => {
  const cluster = clusterOf({ r1: 3, r2: 3 }, { app: local });
  expect(wavesOf(cluster, { racks: 'whole' })).toEqual({
    kind: 'problems',
    problems: [
      {
        kind: 'refused',
        message: expect.stringMatching(
          /^2 nodes of rack r1 of dc1 may not be down together: keyspace app, range \(.*LOCAL_QUORUM in dc1 has 1 live of 2 needed$/,
        ) as string,
        hint: expect.stringContaining('a number of nodes') as string,
      },
      expect.objectContaining({ message: expect.stringContaining('rack r2') as string }),
    ],
  });
});

test('whole racks stay apart even where two of them could go together', () => {
  const racks = { r1: 2, r2: 2, r3: 2, r4: 2 };
  const one = { ...clusterOf(racks, { app: local }), consistency: { app: ['LOCAL_ONE'] as const } };
  expect(sizesOf(wavesOf(one, { racks: 'whole' }))).toEqual([1, 1, 2, 2, 2]);
  expect(sizesOf(wavesOf(one)).length).toBeLessThan(5);
});

test.each([
  ['RF 1', 1, '0 live of 1 needed'],
  ['RF 2', 2, '1 live of 2 needed'],
])('%s at QUORUM has no wave, but a problem that names keyspace and range', (_, rf, live) => {
  const cart: Replication = { kind: 'network', rfByDc: { dc1: rf } };
  const cluster = clusterOf({ r1: 2, r2: 2, r3: 2 }, { app: local, cart });
  const result = wavesOf({ ...cluster, consistency: { cart: ['QUORUM'] } });
  const message = result.kind === 'problems' ? result.problems.map((one) => one.message) : [];
  expect(message).toEqual([
    expect.stringMatching(
      new RegExp(`^keyspace cart, range \\(.*\\]: QUORUM has ${live} while one node is down`),
    ),
  ]);
});

test('a node that is down already is counted: its neighbours have nothing left to spare', () => {
  const cluster = clusterOf({ r1: 2, r2: 2, r3: 2 }, { app: local });
  const result = wavesOf(cluster, { down: new Set(['10.0.0.6']) });
  expect(result.kind === 'problems' && result.problems[0]?.message).toMatch(
    /LOCAL_QUORUM in dc1 has 1 live of 2 needed while one more node than 10\.0\.0\.6 is down; true of \d nodes$/,
  );
  const two = wavesOf(cluster, { down: new Set(['10.0.0.1', '10.0.0.6']) });
  expect(two.kind === 'problems' && two.problems[0]?.message).toMatch(
    /has 1 live of 2 needed with 10\.0\.0\.1, 10\.0\.0\.6 down already$/,
  );
});

test('keyspaces of Cassandra count: system_auth by SimpleStrategy does not let a rack go', () => {
  const auth: Replication = { kind: 'simple', rf: 3 };
  const cluster = clusterOf({ r1: 3, r2: 3, r3: 3 }, { app: local, system_auth: auth });
  const result = wavesOf(cluster);
  expect(addressesOf(result).length).toBeGreaterThan(4);
  expect(result.kind === 'waves' && result.bound.because[0]?.because).toContain('system_auth');
  const without = planWaves({ ...cluster, authenticatorOn: false });
  expect(addressesOf(without)).toHaveLength(4);
});

test('a thousand nodes on one ring of single tokens need three waves besides the canary', () => {
  const result = wavesOf(clusterOf({ r1: 1_000 }, { app: local }, 1));
  expect(result).toMatchObject({ kind: 'waves', bound: { atLeast: 4 } });
  expect(addressesOf(result)).toHaveLength(4);
});

test('without the replicas of the ranges there is no wave, but a problem', () => {
  const cluster = clusterOf({ r1: 3 }, { app: local });
  expect(wavesOf({ ...cluster, rings: [] })).toMatchObject({
    kind: 'problems',
    problems: [{ kind: 'cannot-tell', message: 'the replicas of the ranges were not seen' }],
  });
});

test('a plan with nothing to stop has no waves', () => {
  const cluster = clusterOf({ r1: 3 }, { app: local });
  expect(wavesOf({ ...cluster, nodes: [] })).toEqual({
    kind: 'waves',
    waves: [],
    bound: { atLeast: 0, because: [] },
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TokenRange } from '../../src/model/ring.ts';
import { ringIndex } from '../../src/rules/ring-index.ts';

const nodes = ['a1', 'a2', 'a3', 'b1', 'b2', 'c1'];
const replica = (address: string) => ({ address, dc: `dc-${address.charAt(0)}`, rack: 'r' });

const rings = fc
  .array(fc.shuffledSubarray(nodes, { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 30,
  })
  .map((all) =>
    all.map((chosen, index): TokenRange => ({
      start: String(index),
      end: String(index + 1),
      replicas: chosen.map(replica),
    })),
  );

const setOf = ({ replicas }: TokenRange) =>
  replicas
    .map(({ address }) => address)
    .sort()
    .join();
const spreadOf = ({ replicas }: TokenRange) =>
  replicas
    .map(({ dc }) => dc)
    .sort()
    .join();
const distinct = (ranges: readonly TokenRange[], keyOf: (range: TokenRange) => string) =>
  [...new Set(ranges.map(keyOf))].sort();

test('has every distinct set and spread once, of the ring and of each node', () => {
  fc.assert(
    fc.property(rings, (ranges) => {
      const index = ringIndex(ranges);
      expect(index.spreads.map(spreadOf).sort()).toEqual(distinct(ranges, spreadOf));
      for (const address of nodes) {
        const held = ranges.filter(({ replicas }) =>
          replicas.some((one) => one.address === address),
        );
        expect(index.setsOf(address).map(setOf).sort()).toEqual(distinct(held, setOf));
        expect(index.spreadsOf(address).map(spreadOf).sort()).toEqual(distinct(held, spreadOf));
        expect(index.replicas.get(address)).toEqual(held.length > 0 ? replica(address) : undefined);
      }
      const dcs = ranges.flatMap(({ replicas }) => replicas.map(({ dc }) => dc));
      expect([...index.dcs].sort()).toEqual([...new Set(dcs)].sort());
    }),
  );
});

test('a ring without ranges has nothing', () => {
  const { dcs, spreads, replicas, setsOf } = ringIndex([]);
  expect([dcs, spreads, [...replicas], setsOf('a1')]).toEqual([[], [], [], []]);
});

const everywhere = (count: number, ranges: number): readonly TokenRange[] => {
  const replicas = Array.from({ length: count }, (_, at) => replica(`a${at}`));
  return Array.from({ length: ranges }, (_, at) => ({
    start: String(at),
    end: String(at + 1),
    replicas,
  }));
};

test.each([
  ['few', 10, 100],
  // 300 nodes that hold every range are 27 million pairs in 300 of them.
  ['many', 300, 300],
])(
  'where all hold all, %s share all ranges with a node, and it none with itself',
  (_, count, ranges) => {
    const index = ringIndex(everywhere(count, ranges));
    const shared = index.sharedWith('a1');
    expect(shared[1]).toBe(0);
    expect([...shared].filter((each) => each === ranges)).toHaveLength(count - 1);
    expect([...index.sharedWith('unknown')].every((each) => each === 0)).toBe(true);
  },
);

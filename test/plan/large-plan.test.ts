import { expect, test } from 'vitest';
import type { KeyspaceRing } from '../../src/model/ring.ts';
import { rangeProblems } from '../../src/plan/range-problems.ts';

/** 200 nodes x 64 tokens x 50 keyspaces of two kinds of replication, ranges read once per kind. */
function largeRings(nodeCount: number, tokensPerNode: number): readonly KeyspaceRing[] {
  const replica = (index: number) => {
    const number = index % nodeCount;
    return { address: `10.0.0.${number}`, dc: 'dc1', rack: `r${number % 3}` };
  };
  const rangesOf = (rf: number) =>
    Array.from({ length: nodeCount * tokensPerNode }, (_, index) => ({
      start: String(index),
      end: String(index + 1),
      // Spread so that neighbours differ from token to token, as with vnodes.
      replicas: Array.from({ length: rf }, (__, step) =>
        replica(index * 7 + step * (1 + (index % 40))),
      ),
    }));
  const ranges = { 3: rangesOf(3), 5: rangesOf(5) };
  return Array.from({ length: 50 }, (_, index) => {
    const rf = index % 2 === 0 ? 3 : 5;
    const replication = { kind: 'network', rfByDc: { dc1: rf } } as const;
    return { keyspace: { name: `ks${index}`, replication }, ranges: ranges[rf] };
  });
}

test('50 keyspaces of two kinds of replication are reckoned as two', () => {
  const addresses = Array.from({ length: 200 }, (_, index) => `10.0.0.${index}`);
  const { problems } = rangeProblems({
    rings: largeRings(200, 64),
    addresses,
    consistency: { default: ['ALL'] },
    authenticatorOn: true,
  });
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^keyspace ks0 \(and 24 more like it\).*ALL has 2 live of 3 needed/),
    expect.stringMatching(/^keyspace ks1 \(and 24 more like it\).*ALL has 4 live of 5 needed/),
  ]);
});

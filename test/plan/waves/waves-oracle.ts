import fc from 'fast-check';
import type { ConsistencyLevel } from '../../../src/model/consistency.ts';
import type { KeyspaceRing, Replication } from '../../../src/model/ring.ts';
import type { PlacedNode } from '../../../src/plan/order.ts';

export interface WaveCluster {
  readonly nodes: readonly PlacedNode[];
  readonly rings: readonly KeyspaceRing[];
  readonly consistency: Readonly<Record<string, readonly ConsistencyLevel[]>>;
}

/** Levels at which some replicas may be down, straight from their definitions, replica by replica. */
export function isSafe({ rings, consistency }: WaveCluster, down: readonly string[]): boolean {
  return rings.every(({ keyspace: { name, replication }, ranges }) => {
    const rfs = replication.kind === 'network' ? Object.entries(replication.rfByDc) : [];
    const rf = rfs.reduce((sum, [, own]) => sum + own, 0);
    return ranges.every(({ replicas }) => {
      const live = replicas.filter(({ address }) => !down.includes(address));
      const liveIn = (dc: string) => live.filter((replica) => replica.dc === dc).length;
      const everyDc = (needed: (own: number) => number) =>
        rfs.every(([dc, own]) => own === 0 || liveIn(dc) >= needed(own));
      return (consistency[name] ?? []).every((level) => {
        if (level === 'ONE') return live.length >= 1;
        if (level === 'QUORUM') return live.length > rf / 2;
        if (level === 'LOCAL_ONE') return everyDc(() => 1);
        return everyDc((own) => Math.floor(own / 2) + 1);
      });
    });
  });
}

const levels = ['ONE', 'QUORUM', 'LOCAL_ONE', 'LOCAL_QUORUM', 'EACH_QUORUM'] as const;

/** Up to nine nodes in one or two DCs, replicas anywhere in their DC: racks are right by chance only. */
export const waveClusters: fc.Arbitrary<WaveCluster> = fc
  .tuple(
    fc.array(fc.constantFrom('r1', 'r2', 'r3'), { minLength: 3, maxLength: 6 }),
    fc.array(fc.constantFrom('r1', 'r2'), { maxLength: 3 }),
  )
  .chain(([one, two]) => {
    const nodes = [...placed('dc1', one, 0), ...placed('dc2', two, one.length)];
    const keyspaces = fc.array(keyspaceOn(nodes), { minLength: 1, maxLength: 3 });
    return keyspaces.map((all) => ({
      nodes,
      rings: all.map(({ ranges, replication }, index) => ({
        keyspace: { name: `ks${index}`, replication },
        ranges,
      })),
      consistency: Object.fromEntries(all.map(({ level }, index) => [`ks${index}`, [level]])),
    }));
  });

function placed(dc: string, racks: readonly string[], from: number): readonly PlacedNode[] {
  return racks
    .toSorted()
    .map((rack, index) => ({ address: `10.0.0.${from + index + 1}`, dc, rack }));
}

function keyspaceOn(nodes: readonly PlacedNode[]) {
  const inDc = (dc: string) => nodes.filter((node) => node.dc === dc);
  const rfUpTo = (dc: string) => fc.integer({ min: dc === 'dc1' ? 1 : 0, max: inDc(dc).length });
  return fc.record({ dc1: rfUpTo('dc1'), dc2: rfUpTo('dc2') }).chain((rfByDc) => {
    const replication: Replication = { kind: 'network', rfByDc };
    const set = fc
      .tuple(
        ...(['dc1', 'dc2'] as const).map((dc) =>
          fc.shuffledSubarray([...inDc(dc)], exactly(rfByDc[dc])),
        ),
      )
      .map((parts) => parts.flat());
    const ranges = fc
      .array(set, { minLength: 1, maxLength: 10 })
      .map((sets) =>
        sets.map((replicas, index) => ({ start: `${index}`, end: `${index + 1}`, replicas })),
      );
    return fc.record({
      ranges,
      replication: fc.constant(replication),
      level: fc.constantFrom(...levels),
    });
  });
}

function exactly(count: number) {
  return { minLength: count, maxLength: count };
}

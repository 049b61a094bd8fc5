import type { StopLimits } from '../../rules/stop-limits.ts';
import { emptyBits, setBit, type BitSet } from './bit-set.ts';

/** What waves are cut from: nodes by number, and what keeps them apart. */
export interface WaveSpace {
  readonly count: number;
  readonly mostPerWave: number;
  readonly limits: StopLimits;
  /** For each node those that may not be down with it: they are in a set of which one may be down. */
  readonly conflicts: readonly BitSet[];
  /** For each node the numbers of its other limits, of which two or more nodes may be down. */
  readonly countedOf: readonly (readonly number[])[];
}

export function waveSpace(count: number, limits: StopLimits, mostPerWave: number): WaveSpace {
  const conflicts = Array.from({ length: count }, () => emptyBits(count));
  const countedOf: number[][] = Array.from({ length: count }, () => []);
  limits.most.forEach((most, id) => {
    const nodes = nodesOf(limits, id);
    for (const node of nodes) {
      if (most > 1) countedOf[node]?.push(id);
      else addConflicts(conflicts[node], node, nodes);
    }
  });
  return { count, mostPerWave, limits, conflicts, countedOf };
}

export function nodesOf({ nodes, starts }: StopLimits, id: number): readonly number[] {
  return nodes.slice(starts[id], starts[id + 1]);
}

function addConflicts(row: BitSet | undefined, node: number, nodes: readonly number[]): void {
  if (!row) return;
  for (const other of nodes) if (other !== node) setBit(row, other);
}

/** Counts for the limits of which two or more may be down how many of their nodes a wave has. */
export interface FullSets {
  /** True: the node is in a set of which the wave has as many as may be down. */
  readonly has: (node: number) => boolean;
  readonly add: (node: number) => void;
  readonly remove: (node: number) => void;
}

export function fullSets({ count, limits, countedOf }: WaveSpace): FullSets {
  const { nodes, starts, most } = limits;
  const taken = new Int32Array(most.length);
  /** By node, how many of its sets are full. */
  const full = new Int32Array(count);
  const mark = (id: number, by: 1 | -1) => {
    const end = starts[id + 1] ?? 0;
    for (let at = starts[id] ?? end; at < end; at += 1) {
      const node = nodes[at] ?? 0;
      full[node] = (full[node] ?? 0) + by;
    }
  };
  return {
    has: (node) => (full[node] ?? 0) > 0,
    add(node) {
      for (const id of countedOf[node] ?? []) {
        const now = (taken[id] ?? 0) + 1;
        taken[id] = now;
        if (now === most[id]) mark(id, 1);
      }
    },
    remove(node) {
      for (const id of countedOf[node] ?? []) {
        const before = taken[id] ?? 0;
        taken[id] = before - 1;
        if (before === most[id]) mark(id, -1);
      }
    },
  };
}

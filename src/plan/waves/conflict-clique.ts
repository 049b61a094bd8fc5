import { countBits, emptyBits, hasBit, keepBits, type BitSet } from './bit-set.ts';

/** Cliques tried: one from each of the nodes with the most conflicts. */
const starts = 64;

/**
 * Nodes of which no two may be down together, so that each needs a wave of its own: the largest such
 * clique that is found greedily.
 */
export function conflictClique(conflicts: readonly BitSet[]): readonly number[] {
  const degrees = conflicts.map(countBits);
  const nodes = [...degrees.keys()].sort((a, b) => (degrees[b] ?? 0) - (degrees[a] ?? 0));
  return nodes
    .slice(0, starts)
    .map((start) => cliqueFrom(start, nodes, conflicts))
    .reduce((best, next) => (next.length > best.length ? next : best), []);
}

/** Takes one node after the other, those with the most conflicts first, that conflicts with all before. */
function cliqueFrom(
  start: number,
  nodes: readonly number[],
  conflicts: readonly BitSet[],
): readonly number[] {
  const clique = [start];
  const open = conflicts[start]?.slice() ?? emptyBits(0);
  for (const node of nodes) {
    if (!hasBit(open, node)) continue;
    clique.push(node);
    keepBits(open, conflicts[node] ?? open);
  }
  return clique;
}

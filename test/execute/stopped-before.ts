import type { ClusterState } from '../../src/simulate/state.ts';
import { start } from '../simulate/simulated.ts';

/** Stopped ten minutes before the plan is made. */
export const without =
  (...down: readonly string[]) =>
  (state: ClusterState): ClusterState => ({
    ...state,
    nodes: state.nodes.map((node) => {
      const end = { at: start - 600_000, announced: true };
      const lives = node.lives.map((life) => ({ ...life, end }));
      return down.includes(node.address) ? { ...node, lives } : node;
    }),
  });

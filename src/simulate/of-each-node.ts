import { mapChanged } from '../model/map-changed.ts';
import type { ClusterState, SimulatedNode } from './state.ts';

/**
 * Of each node, in their order, what depends on it, and beside it on name, seed and keyspaces alone:
 * worked out of nodes that were changed since it was last asked for.
 */
export function ofEachNode<R>(
  work: (state: ClusterState, node: SimulatedNode) => R,
): (state: ClusterState) => readonly R[] {
  const remembered = new WeakMap<ClusterState['keyspaces'], Known<R>>();
  return (state) => {
    const { keyspaces, name, seed, nodes } = state;
    const last = remembered.get(keyspaces);
    const isSame = last?.name === name && last.seed === seed;
    const known = isSame ? last : { name, seed, of: mapChanged(workIn(state, work)) };
    remembered.set(keyspaces, known);
    return known.of(nodes);
  };
}

interface Known<R> {
  readonly name: string;
  readonly seed: number;
  readonly of: (nodes: readonly SimulatedNode[]) => readonly R[];
}

function workIn<R>(
  state: ClusterState,
  work: (state: ClusterState, node: SimulatedNode) => R,
): (node: SimulatedNode) => R {
  const withoutFaults = { ...state, nodes: [], faults: [] };
  return (node) => work(withoutFaults, node);
}

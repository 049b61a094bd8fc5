import type { Instant } from '../model/instant.ts';
import { mapChanged } from '../model/map-changed.ts';
import type { CqlLocal } from '../model/readings.ts';
import type { ClusterState, Life, SimulatedNode } from './state.ts';
import { cqlLocal } from './view/node-view.ts';

/** What stays of a node for as long as nothing happens to it. */
export interface Serving {
  /** It answers nodetool and CQL from then on; never, if it was drained or is to end. */
  readonly from: Instant;
  readonly life: Life;
  readonly local: CqlLocal;
}

/** In the order of the nodes. None where faults may have a say. */
export function servingNodes(state: ClusterState): readonly (Serving | undefined)[] {
  if (state.faults.length > 0) return [];
  const known = remembered.get(state.keyspaces) ?? mapChanged((node) => servingOf(state, node));
  remembered.set(state.keyspaces, known);
  return known(state.nodes);
}

/** Looks follow one another, and between two of them a node or two were changed. */
const remembered = new WeakMap<
  ClusterState['keyspaces'],
  (nodes: readonly SimulatedNode[]) => readonly (Serving | undefined)[]
>();

function servingOf(state: ClusterState, node: SimulatedNode): Serving | undefined {
  const life = node.lives.at(-1);
  if (life?.jmxAt === undefined || life.cqlAt === undefined || life.drain || life.end) {
    return undefined;
  }
  const from = Math.max(life.startedAt, life.jmxAt, life.cqlAt);
  return { from, life, local: cqlLocal(state, node, life, from) };
}

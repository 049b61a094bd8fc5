import type { Instant } from '../model/instant.ts';
import { mapChanged } from '../model/map-changed.ts';
import type { CqlLocal } from '../model/readings.ts';
import type { ClusterState, Life, SimulatedNode } from './state.ts';
import { cqlLocal } from './view/node-view.ts';

/** What stays of the nodes for as long as nothing happens to them, in their order. */
export interface ServingNodes {
  /** They answer nodetool and CQL from then on; never, if drained or about to end. */
  readonly from: readonly Instant[];
  readonly lives: readonly (Life | undefined)[];
  readonly locals: readonly (CqlLocal | undefined)[];
}

const none: ServingNodes = { from: [], lives: [], locals: [] };

/** None where faults may have a say. */
export function servingNodes(state: ClusterState): ServingNodes {
  if (state.faults.length > 0) return none;
  const localsOf = remembered.get(state.keyspaces) ?? localsIn(state);
  remembered.set(state.keyspaces, localsOf);
  const { nodes } = state;
  return { from: servesFrom(nodes), lives: livesOf(nodes), locals: localsOf(nodes) };
}

const never = Number.POSITIVE_INFINITY;

/** Looks follow one another, and between two of them a node or two were changed. */
const servesFrom = mapChanged(({ lives }: SimulatedNode) => {
  const life = lives.at(-1);
  if (!life || life.drain || life.end) return never;
  return Math.max(life.startedAt, life.jmxAt ?? never, life.cqlAt ?? never);
});

const livesOf = mapChanged(({ lives }: SimulatedNode) => lives.at(-1));

type LocalsOf = (nodes: readonly SimulatedNode[]) => ServingNodes['locals'];

/** The keyspaces tell the schema. */
const remembered = new WeakMap<ClusterState['keyspaces'], LocalsOf>();

function localsIn(state: ClusterState): LocalsOf {
  return mapChanged((node) => {
    const life = node.lives.at(-1);
    return life && cqlLocal(state, node, life, state.at);
  });
}

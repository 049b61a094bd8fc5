import type { Instant } from '../model/instant.ts';
import { mapChanged } from '../model/map-changed.ts';
import type { CqlLocal } from '../model/readings.ts';
import { ofEachNode } from './of-each-node.ts';
import type { ClusterState, SimulatedNode } from './state.ts';
import { cqlLocal } from './view/node-view.ts';

/** What stays of the nodes for as long as nothing happens to them, in their order. */
export interface ServingNodes {
  readonly since: readonly Serving[];
  readonly locals: readonly (CqlLocal | undefined)[];
}

interface Serving {
  /** It answers nodetool and CQL from then on; never, if drained or about to end. */
  readonly from: Instant;
  readonly release: string | undefined;
}

const none: ServingNodes = { since: [], locals: [] };

/** None where faults may have a say. */
export function servingNodes(state: ClusterState): ServingNodes {
  if (state.faults.length > 0) return none;
  return { since: servingSince(state.nodes), locals: localsOf(state) };
}

/** What the node at this place runs; undefined: it does not serve, or that has to be looked at. */
export function releaseServing(
  { since }: ServingNodes,
  place: number,
  now: Instant,
): string | undefined {
  const serving = since[place];
  return serving && serving.from <= now ? serving.release : undefined;
}

const never = Number.POSITIVE_INFINITY;

/** Looks follow one another, and between two of them a node or two were changed. */
const servingSince = mapChanged(({ lives }: SimulatedNode): Serving => {
  const life = lives.at(-1);
  if (!life || life.drain || life.end) return { from: never, release: undefined };
  const from = Math.max(life.startedAt, life.jmxAt ?? never, life.cqlAt ?? never);
  return { from, release: life.release };
});

const localsOf = ofEachNode((state, node) => {
  const life = node.lives.at(-1);
  return life && cqlLocal(state, node, life, state.at);
});

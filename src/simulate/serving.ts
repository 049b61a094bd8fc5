import type { Instant } from '../model/instant.ts';
import { mapChanged } from '../model/map-changed.ts';
import type { CqlLocal } from '../model/readings.ts';
import { ofEachNode } from './of-each-node.ts';
import type { ClusterState, SimulatedNode } from './state.ts';
import { cqlLocal } from './view/node-view.ts';

/**
 * What stays of the nodes for as long as nothing happens to them, in their order: instants as numbers in a row, for a thousand
 * values one by one would have to come from memory at each look.
 */
export interface ServingNodes {
  /** Each answers nodetool and CQL from then on; infinite: never, if drained or about to end. */
  readonly from: readonly Instant[];
  readonly releases: readonly (string | undefined)[];
  readonly locals: readonly (CqlLocal | undefined)[];
}

const none: ServingNodes = { from: [], releases: [], locals: [] };

/** None where faults may have a say. */
export function servingNodes(state: ClusterState): ServingNodes {
  const { nodes, faults } = state;
  if (faults.length > 0) return none;
  return { from: servingFrom(nodes), releases: releasesOf(nodes), locals: localsOf(state) };
}

/** What the node at this place runs; undefined: it does not serve, or that has to be looked at. */
export function releaseServing(
  { from, releases }: ServingNodes,
  place: number,
  now: Instant,
): string | undefined {
  return (from[place] ?? never) <= now ? releases[place] : undefined;
}

const never = Number.POSITIVE_INFINITY;

/** Looks follow one another, and between two of them a node or two were changed. */
const servingFrom = mapChanged(({ lives }: SimulatedNode): Instant => {
  const life = lives.at(-1);
  if (!life || life.drain || life.end) return never;
  return Math.max(life.startedAt, life.jmxAt ?? never, life.cqlAt ?? never);
});

const releasesOf = mapChanged(({ lives }: SimulatedNode) => lives.at(-1)?.release);

const localsOf = ofEachNode((state, node) => {
  const life = node.lives.at(-1);
  return life && cqlLocal(state, node, life, state.at);
});

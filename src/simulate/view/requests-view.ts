import type { Instant } from '../../model/instant.ts';
import type { ClientRequests } from '../../model/readings.ts';
import { rememberLast } from '../../model/remember-last.ts';
import { readFactor } from '../read-factor.ts';
import type { ClusterState, SimulatedNode } from '../state.ts';

/** Clients are as many all the time, and the caches are never cold: what changes is the node's own doing. */
export function clientRequests(
  state: ClusterState,
  node: SimulatedNode,
  now: Instant,
): ClientRequests {
  const { readMs } = node.work;
  return said(readMs * readFactor(state, node, now), readMs);
}

/** Most nodes say the same. */
const said = rememberLast((readMs: number, writeMs: number): ClientRequests => {
  const of = (ms: number) => ({ p99Ms: ms * slowestOfHundred, counted: undefined });
  return { reads: of(readMs), writes: of(writeMs) };
});

const slowestOfHundred = 5;

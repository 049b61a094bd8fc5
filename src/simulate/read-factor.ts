import type { Instant } from '../model/instant.ts';
import { hasRestarted } from './life.ts';
import { faultOn } from './node-faults.ts';
import type { ClusterState, SimulatedNode } from './state.ts';

/** How many times slower reads through a node are than without its fault. */
export function readFactor(state: ClusterState, node: SimulatedNode, now: Instant): number {
  const fault = faultOn(state, 'slower-after-start', node.address, now);
  return fault && hasRestarted(node) ? fault.factor : 1;
}

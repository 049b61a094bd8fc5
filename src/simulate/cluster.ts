import type { Instant } from '../model/instant.ts';
import { settled } from './act.ts';
import type { ClusterState, SimulatedNode } from './state.ts';
import { virtualClock, type VirtualClock } from './virtual-clock.ts';

/** A cluster that lives: its state at the time of its clock. */
export interface SimulatedCluster {
  readonly clock: VirtualClock;
  state(): ClusterState;
  /** Undefined: no node has this address. */
  node(address: string): SimulatedNode | undefined;
  change(to: ClusterState): void;
}

/** `onChange` is told of every change of state, for instance to keep it in a file. */
export function simulatedCluster(
  initial: ClusterState,
  onChange: (state: ClusterState, now: Instant) => void = () => undefined,
): SimulatedCluster {
  const clock = virtualClock(initial.at);
  let current = initial;
  const change = (to: ClusterState) => {
    if (to === current) return;
    current = { ...to, at: clock.now() };
    onChange(current, clock.now());
  };
  const state = () => {
    change(settled(current, clock.now()));
    return current;
  };
  return {
    clock,
    state,
    change,
    node: (address) => state().nodes.find((node) => node.address === address),
  };
}

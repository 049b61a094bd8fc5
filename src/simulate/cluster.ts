import type { Instant } from '../model/instant.ts';
import type { Clock } from '../ports/clock.ts';
import { settled } from './act.ts';
import { nodeOf, type ClusterState, type SimulatedNode } from './state.ts';
import { newStorage, type Storage } from './storage.ts';
import { virtualClock, type VirtualClock } from './virtual-clock.ts';

/** A cluster that lives: its state at the time of its clock. Others may change it, too. */
export interface SimulatedCluster {
  readonly clock: Clock;
  /** The rows that its nodes keep, and the hints for each other. */
  readonly storage: Storage;
  /** As far as is known here. */
  state(): ClusterState;
  /** Undefined: no node has this address. */
  node(address: string): SimulatedNode | undefined;
  /** Brings what is known here up to date. */
  refresh(): Promise<void>;
  /** Makes of the newest state another one, with nobody in between. */
  update<C extends Change>(by: (state: ClusterState, now: Instant) => C): Promise<C>;
}

interface Change {
  readonly state: ClusterState;
}

/** A cluster in this process alone, with a clock of its own. */
export interface OwnCluster extends SimulatedCluster {
  readonly clock: VirtualClock;
  change(to: ClusterState): void;
}

/** `onChange` is told of every change of state. */
export function simulatedCluster(
  initial: ClusterState,
  onChange: (state: ClusterState, now: Instant) => void = () => undefined,
): OwnCluster {
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
    storage: newStorage(),
    state,
    change,
    node: (address) => nodeOf(state(), address),
    refresh: () => Promise.resolve(),
    update(by) {
      const changed = by(state(), clock.now());
      change(changed.state);
      return Promise.resolve(changed);
    },
  };
}

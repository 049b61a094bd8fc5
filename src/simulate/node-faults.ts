import type { Instant } from '../model/instant.ts';
import type { Fault, FaultKind, FaultOf } from './fault.ts';
import type { ClusterState } from './state.ts';

/** Faults of one kind. */
export function faultsOf<K extends FaultKind>(
  { faults }: ClusterState,
  kind: K,
): readonly FaultOf<K>[] {
  return faults.filter((fault): fault is FaultOf<K> => fault.kind === kind);
}

/** The first fault of a kind that a node has now. */
export function faultOn<K extends FaultKind>(
  state: ClusterState,
  kind: K,
  address: string,
  now: Instant,
): FaultOf<K> | undefined {
  if (state.faults.length === 0) return undefined;
  return faultsOf(state, kind).find((fault) => fault.node === address && isOn(fault, now));
}

/** A fault without times is always on. */
export function isOn(fault: object, now: Instant): boolean {
  const { from = now, until = Number.POSITIVE_INFINITY, times = 1 } = fault as Timing;
  return from <= now && now < until && times > 0;
}

interface Timing {
  readonly from?: Instant;
  readonly until?: Instant;
  readonly times?: number;
}

/** The state after a fault has struck once; one that strikes every time stays as it is. */
export function struck(state: ClusterState, fault: object): ClusterState {
  const faults = state.faults.map((each) => (each === fault ? spent(each) : each));
  return { ...state, faults };
}

function spent(fault: Fault): Fault {
  const { times } = fault as Timing;
  return times === undefined ? fault : Object.assign({}, fault, { times: times - 1 });
}

import type { Instant } from '../model/instant.ts';
import type { RehearsedFault } from '../model/rehearsal.ts';
import type { Fault } from '../simulate/fault.ts';
import type { ClusterState } from '../simulate/state.ts';

export interface FaultWatch {
  /** To be told of every change: a fault that strikes is one. */
  readonly observe: (state: ClusterState, now: Instant) => void;
  /** What came of each fault until now, in the order in which they were given. */
  readonly told: (now: Instant) => readonly RehearsedFault[];
}

/** A fault of the twin: as it is now (absent: it is used up), and when it struck first. */
interface Watched {
  readonly given: Fault;
  left: Fault | undefined;
  struckAt: Instant | undefined;
}

/**
 * Tells whether the faults of a twin came to pass. A roll that ends before one, or never does what it
 * waits for, is no proof against it.
 */
export function faultWatch({ faults, at: start }: ClusterState): FaultWatch {
  const watched = faults.map((given): Watched => ({ given, left: given, struckAt: undefined }));
  const isTaken = (fault: Fault) => watched.some(({ left }) => left === fault);
  let known = faults;
  return {
    observe(state, now) {
      if (state.faults === known) return;
      known = state.faults;
      const present = new Set<Fault>(state.faults);
      const gone = watched.filter(({ left }) => left !== undefined && !present.has(left));
      for (const one of gone) {
        one.left = state.faults.find((fault) => isSame(fault, one.given) && !isTaken(fault));
        one.struckAt ??= now;
      }
    },
    told: (now) => watched.map((one) => toldOf(one, start, now)),
  };
}

/** A fault that has struck is another value with fewer times; all else of it stays. */
function isSame(one: Fault, other: Fault): boolean {
  return one.kind === other.kind && one.node === other.node;
}

function toldOf({ given, struckAt }: Watched, start: Instant, now: Instant): RehearsedFault {
  const fault = `${given.kind}@${given.node}`;
  if (struckAt !== undefined) return { fault, how: 'struck', afterMs: struckAt - start };
  const { from = start } = given as { readonly from?: Instant };
  // What strikes so many times, or at an instant of its own, is there when it has struck.
  const isThere = !('times' in given) && given.kind !== 'dies' && from <= now;
  return isThere
    ? { fault, how: 'there', afterMs: Math.max(0, from - start) }
    : { fault, how: 'never', afterMs: null };
}

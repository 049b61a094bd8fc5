import type { Instant } from '../model/instant.ts';
import { nodesOf, type Snapshot } from '../model/snapshot.ts';
import type { Clock } from '../ports/clock.ts';
import type { Asked, Needs } from './asked.ts';

/** A look at a thousand nodes takes minutes itself, so an answer is hardly older than it may be within one. */
const countsForMs = 60_000;

/** The last look at all nodes, on which the next one may rest. */
export interface LastWholeLook {
  /** It is over now. */
  readonly keep: (snapshot: Snapshot) => void;
  /** Undefined: there was none since the last that was taken, or what it found is too old to count. */
  readonly take: () => Snapshot | undefined;
}

export function lastWholeLook(clock: Clock): LastWholeLook {
  let last: { readonly snapshot: Snapshot; readonly endedAt: Instant } | undefined;
  return {
    keep(snapshot) {
      last = { snapshot, endedAt: clock.now() };
    },
    take() {
      const taken = last;
      last = undefined;
      return taken && clock.now() - taken.endedAt <= countsForMs ? taken.snapshot : undefined;
    },
  };
}

/** Those who are watched, and everybody of whom an earlier look has not all that is needed now. */
export function askedAnew(
  snapshot: Snapshot,
  members: readonly string[],
  needs: Needs,
  { watched }: Asked,
): readonly string[] {
  const nodes = nodesOf(snapshot, members);
  return members.filter((address, at) => {
    if (watched.has(address)) return true;
    const wanted = needs(address);
    const sources = nodes[at]?.sources ?? {};
    // Of whom nothing is to be asked nothing may be known.
    return wanted.size === 0 || [...wanted].some((source) => sources[source]?.kind !== 'seen');
  });
}

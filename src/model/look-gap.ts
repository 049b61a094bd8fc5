import type { Instant } from './instant.ts';
import type { Limits } from './limits.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * True when between two looks nobody looked: the process was stopped, its machine stood still, or the
 * clock went back. What was seen before says nothing about now; a look that merely took long is no gap.
 */
export function isGap(from: Instant, to: Instant, { tickMs }: Limits): boolean {
  return to < from || to - from > Math.max(3 * tickMs, shortestMs);
}

const shortestMs = 30_000;

/** When the last answer came, or did not. */
export function endOf({ at, nodes }: Snapshot): Instant {
  let end = at;
  for (const { sources } of nodes) {
    for (const seen of Object.values(sources)) end = Math.max(end, seen.at);
  }
  return end;
}

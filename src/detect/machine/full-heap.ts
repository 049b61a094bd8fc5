import type { Weighed } from '../compaction/causes.ts';
import type { Pauses } from '../gc-share.ts';
import { rounded } from '../wording.ts';

/**
 * They collect the whole heap or its old generation, and only when that is full or about to be. Of G1, Parallel and Serial each of
 * these is a full collection. ConcurrentMarkSweep counts its own two short pauses a cycle here, and the full
 * collections where it did not end in time (concurrent mode failure).
 */
const ofTheWholeHeap = /^(?:ConcurrentMarkSweep|G1 Old Generation|PS MarkSweep|MarkSweepCompact)$/;

/** More live data, or faster made, than the heap has room for. Named where such collections take half of the pauses. */
export function fullHeap(pauses: readonly Pauses[]): Weighed {
  const allMs = pauses.reduce((sum, { time }) => sum + time.rise, 0);
  const whole = pauses.find(({ collector }) => ofTheWholeHeap.test(collector));
  const share = whole && allMs > 0 ? whole.time.rise / allMs : 0;
  return {
    id: 'full-heap',
    title: 'a heap that is full',
    speaksFor: [
      whole && share >= 0.5
        ? `${whole.collector}, which collects the old generation, took ${rounded(share * 100)} % of that time`
        : undefined,
    ],
  };
}

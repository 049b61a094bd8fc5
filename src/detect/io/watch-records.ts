import type { Finding } from '../../model/finding.ts';
import type { Limits } from '../../model/limits.ts';
import { addressesOf } from '../../model/series.ts';
import type { Series } from '../../model/snapshot.ts';
import { nodeLoad } from './node-load.ts';
import { compareWithHistory, historyRows } from './own-history.ts';

/**
 * RECORD in a watch: the newest looks of a node against the awaits before them, which outlive the looks
 * they are of. `awaitsOf` gives those up to the look before the newest, oldest first.
 */
export function judgeRecords(
  series: Series,
  limits: Limits,
  awaitsOf: (node: string) => readonly number[],
): readonly Finding[] {
  return addressesOf(series).flatMap((node) => {
    const load = nodeLoad(series, node);
    const newest = load.steps.length;
    // Most disks do not hurt, and their history need not be gone through.
    if (!load.steps.some((step) => step.load.awaitMs >= limits.diskAwaitMs)) return [];
    const awaits = awaitsOf(node);
    const earlier = awaits.slice(0, Math.max(0, awaits.length - newest + 1));
    return earlier.length + newest < historyRows ? [] : compareWithHistory(load, limits, earlier);
  });
}

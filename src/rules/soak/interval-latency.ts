import type { CountedRequests } from '../../model/readings.ts';
import { sumOf } from '../../model/counts.ts';

/** A percentile of fewer requests is no percentile. */
const fewestRequests = 100;
const growth = 1.2;

/**
 * The p99 of what was answered between two looks, in ms. Undefined with fewer than 100 requests, and after a
 * restart: the counts began anew. Within a bucket requests are taken as spread evenly, so that a step of
 * the bounds (1.2 times) is not a step of the latency.
 */
export function p99Between(before: CountedRequests, after: CountedRequests): number | undefined {
  if (before.buckets.length !== after.buckets.length) return undefined;
  const counts = after.buckets.map((count, i) => count - (before.buckets[i] ?? 0));
  const requests = sumOf(counts);
  if (requests < fewestRequests || counts.some((count) => count < 0)) return undefined;
  const bounds = boundsOf(counts.length);
  let left = 0.99 * requests;
  for (const [i, count] of counts.entries()) {
    if (count >= left && count > 0) {
      const [from, to] = [bounds[i - 1] ?? 0, bounds[i] ?? bounds.at(-1) ?? 0];
      return (from + (to - from) * (left / count)) * after.unitMs;
    }
    left -= count;
  }
  return undefined;
}

/** EstimatedHistogram.newOffsets: 1, then 1.2 times the one before, rounded, and at least one more. */
function boundsOf(buckets: number): readonly number[] {
  const known = boundsBySize.get(buckets);
  if (known) return known;
  const bounds = [1];
  while (bounds.length < buckets - 1) {
    const last = bounds.at(-1) ?? 1;
    bounds.push(Math.max(last + 1, Math.round(last * growth)));
  }
  boundsBySize.set(buckets, bounds);
  return bounds;
}

const boundsBySize = new Map<number, readonly number[]>();

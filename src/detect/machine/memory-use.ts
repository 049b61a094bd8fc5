import { looksOf, newestOf, riseOf, type Look } from '../../model/series.ts';
import type { MemoryLimit } from '../../model/readings.ts';
import type { Series } from '../../model/snapshot.ts';
import { bytesText, rounded } from '../wording.ts';

/** What the control group of a node holds of the memory that it may have. */
export interface MemoryUse {
  readonly limitBytes: number;
  /** What the kernel cannot take back by dropping cached files. */
  readonly heldBytes: number;
  readonly heldShare: number;
  /** Over the looks; 0 with a single one. */
  readonly limitHits: number;
  readonly oomKills: number;
  /** It holds nearly all, and ran into the limit while it was looked at. */
  readonly isFull: boolean;
  /** `930 MiB of 1 GiB` */
  readonly words: string;
  readonly samples: readonly Look<number>[];
}

/**
 * Of the limit. Cached files fill a group up to its limit on every healthy node with more data than memory, so
 * they do not count; what is left below the limit is what file caches and buffers of the kernel share.
 */
export const fullShare = 0.9;

/** Of the group in which the process is now; undefined where it has no limit, or did not say. */
export function memoryUse(series: Series, node: string): MemoryUse | undefined {
  const last = newestOf(series, node, 'cgroup');
  const now = last?.memory;
  const limitBytes = now?.limitBytes;
  if (!now || limitBytes === undefined || limitBytes <= 0) return undefined;
  const inGroup = looksOf(series, node, 'cgroup').flatMap(({ at, value }) =>
    value.memory && value.path === last.path ? [{ at, value: value.memory }] : [],
  );
  const rise = (count: (memory: MemoryLimit) => number) =>
    riseOf(
      inGroup.map(({ at, value }) => ({ at, value: count(value) })),
      'left-out',
    );
  const limitHits = rise((memory) => memory.limitHits);
  const heldBytes = heldOf(now);
  const heldShare = heldBytes / limitBytes;
  return {
    limitBytes,
    heldBytes,
    heldShare,
    limitHits,
    oomKills: rise(({ oomKills }) => oomKills ?? 0),
    isFull: heldShare >= fullShare && limitHits > 0,
    words: `${bytesText(heldBytes)} of ${bytesText(limitBytes)}, ${rounded(heldShare * 100)} %`,
    samples: inGroup.map(({ at, value }) => ({ at, value: heldOf(value) })),
  };
}

function heldOf({ usedBytes, cacheBytes }: MemoryLimit): number {
  return Math.max(0, usedBytes - cacheBytes);
}

import { latestValue } from '../../model/series.ts';
import { rounded } from '../wording.ts';
import type { NodeCompactions } from './node-compactions.ts';

/** What the node's disks say of room for a compaction, by the one with the least; undefined: not that. */
export interface Room {
  /** Below the limit at which disk space is warned of: `3 % free on /data`. */
  readonly scarce: string | undefined;
  /** As much is free as is used, on every disk: even a compaction of everything would fit. */
  readonly ample: string | undefined;
}

export function roomOn(on: NodeCompactions): Room {
  const least = leastRoom(on);
  const words = least && `${rounded(least.percent)} % free on ${least.mount}`;
  return {
    scarce: least && least.percent < on.limits.diskFreeWarnPercent ? words : undefined,
    ample: least && least.percent >= 50 ? words : undefined,
  };
}

/** Of the fullest data disk, the free part in %; undefined: not seen. */
export function leastRoom({ series, node }: NodeCompactions) {
  const mounts = (latestValue(series, node, 'file-systems')?.mounts ?? [])
    .filter(({ totalBytes }) => totalBytes > 0)
    .map(({ mount, availableBytes, totalBytes }) => ({
      mount,
      percent: (availableBytes / totalBytes) * 100,
    }));
  return mounts.toSorted((a, b) => a.percent - b.percent)[0];
}

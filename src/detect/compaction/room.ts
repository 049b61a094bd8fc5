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

export function roomOn({ series, node, limits }: NodeCompactions): Room {
  const mounts = (latestValue(series, node, 'file-systems')?.mounts ?? [])
    .filter(({ totalBytes }) => totalBytes > 0)
    .map(({ mount, availableBytes, totalBytes }) => ({
      mount,
      percent: (availableBytes / totalBytes) * 100,
    }));
  const [least] = mounts.toSorted((a, b) => a.percent - b.percent);
  const words = least && `${rounded(least.percent)} % free on ${least.mount}`;
  return {
    scarce: least && least.percent < limits.diskFreeWarnPercent ? words : undefined,
    ample: least && least.percent >= 50 ? words : undefined,
  };
}

import { sumOf } from './counts.ts';
import { gibibytes } from './gibibytes.ts';
import type { FileSystems } from './host-readings.ts';

type Mount = FileSystems['mounts'][number];

/** Whether so much more may be written where a node keeps its data, with the figures of the tightest file system. */
export interface DiskRoom {
  readonly isEnough: boolean;
  readonly text: string;
}

/**
 * What is rewritten, or held by a snapshot, is there twice, each file beside its successor: since 3.2 those of a
 * range stay in one data folder (CASSANDRA-6696). So of `bytes` a file system may have to take as much as is used on
 * it, and `minFreePercent` of it are to stay free. Where less is used than there should be, what lies where is not
 * known, and the least free one must take all. Undefined: no file system was seen. `what` begins the text with its figure.
 */
export function diskRoom(
  { mounts }: FileSystems,
  { bytes, minFreePercent, what }: RoomWish,
): DiskRoom | undefined {
  // Several data folders on one file system name it once each.
  const each = [...new Map(mounts.map((mount) => [mount.mount, mount])).values()];
  const isPlaced = sumOf(each.map(usedBytes)) >= bytes;
  const [tightest] = each
    .map((mount) => {
      const mayTake = isPlaced ? Math.min(bytes, usedBytes(mount)) : bytes;
      const margin = (mount.totalBytes * minFreePercent) / 100;
      return { mount, mayTake, margin, left: mount.availableBytes - mayTake - margin };
    })
    .sort((a, b) => a.left - b.left);
  if (!tightest) return undefined;
  const { mount, mayTake, margin, left } = tightest;
  const part = mayTake < bytes ? `, up to ${gibibytes(mayTake)} of it on ${mount.mount}` : '';
  return {
    isEnough: left >= 0,
    text: `${what} ${gibibytes(bytes)}${part}, ${gibibytes(mount.availableBytes)} of ${gibibytes(mount.totalBytes)} are free on ${mount.mount}, and ${gibibytes(margin)} (${minFreePercent} %) are to stay so`,
  };
}

interface RoomWish {
  readonly bytes: number;
  readonly minFreePercent: number;
  readonly what: string;
}

function usedBytes({ totalBytes, availableBytes }: Mount): number {
  return Math.max(0, totalBytes - availableBytes);
}

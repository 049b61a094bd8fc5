import type { DiskCounters, DiskDevice } from '../../model/readings.ts';
import type { Look } from '../../model/series.ts';

/** What all disks of a machine moved between two looks. */
export interface WholeDisks {
  /** Those that moved anything. */
  readonly names: readonly string[];
  readonly bytesPerSecond: number;
}

/**
 * Devices that lie on others, which count the same bytes once more: device mapper, software RAID, caches in
 * front of a disk, volumes of ZFS, and the single paths to an NVMe disk. Partitions, loop and ram devices are
 * left out before (parse/diskstats.ts).
 */
const stacked = /^(?:dm-\d+|md\d+|bcache\d+|drbd\d+|zd\d+|nvme\d+c\d+n\d+)$/;

/** Undefined where none moved anything, as where only what lies on them is seen, or a counter was reset. */
export function wholeDisks(
  from: Look<DiskCounters>,
  to: Look<DiskCounters>,
): WholeDisks | undefined {
  const disks = to.value.devices.filter(({ name }) => !stacked.test(name));
  const elapsedMs = to.at - from.at;
  if (disks.length === 0 || elapsedMs <= 0) return undefined;
  const before = new Map(from.value.devices.map((one) => [one.name, bytesOf(one)]));
  const moved = disks.map((one) => ({
    name: one.name,
    bytes: bytesOf(one) - (before.get(one.name) ?? bytesOf(one)),
  }));
  const names = moved.filter(({ bytes }) => bytes > 0).map(({ name }) => name);
  if (names.length === 0 || moved.some(({ bytes }) => bytes < 0)) return undefined;
  return {
    names,
    bytesPerSecond: (moved.reduce((sum, { bytes }) => sum + bytes, 0) * 1_000) / elapsedMs,
  };
}

function bytesOf({ readBytes, writtenBytes }: DiskDevice): number {
  return readBytes + writtenBytes;
}

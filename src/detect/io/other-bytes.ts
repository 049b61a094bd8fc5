import type { Shares } from './shares.ts';

/** How much of a device's bytes is not Cassandra's, in bytes/s: no less than this, and no more. */
export interface OtherBytes {
  readonly least: number;
  readonly most: number;
}

/**
 * What the nodes moved may lie on any disk: at least what is left of the device when all of it was there, and no
 * more than what is left of all disks. With one disk both are the same. Undefined: the nodes were not seen.
 */
export function otherBytes({
  deviceRate,
  nodesRate,
  disks,
}: Pick<Shares, 'deviceRate' | 'nodesRate' | 'disks'>): OtherBytes | undefined {
  if (nodesRate === undefined) return undefined;
  const least = Math.max(0, deviceRate - nodesRate);
  const onAll = disks && Math.max(0, disks.bytesPerSecond - nodesRate);
  return { least, most: Math.max(least, Math.min(deviceRate, onAll ?? deviceRate)) };
}

/** One disk moved all that was moved, under whatever name it is looked at: what the nodes moved was there. */
export function isOnlyDisk({ disks }: Pick<Shares, 'disks'>): boolean {
  return disks?.names.length === 1;
}

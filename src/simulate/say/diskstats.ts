import type { DiskCounters, DiskDevice } from '../../model/readings.ts';
import { text } from './table.ts';

const sectorBytes = 512;
const major = 8;
const minorsPerDisk = 16;
/** Discards and flushes, which kernels since 4.18 and 5.5 count too. */
const more = [0, 0, 0, 0, 0, 0];

/** /proc/diskstats; nothing was merged and nothing is in flight. */
export function sayDiskStats({ devices }: DiskCounters): string {
  return text(devices.map((device, at) => lineOf(device, at * minorsPerDisk)));
}

function lineOf(device: DiskDevice, minor: number): string {
  const reads = [device.reads, 0, device.readBytes / sectorBytes, device.readMs];
  const writes = [device.writes, 0, device.writtenBytes / sectorBytes, device.writeMs];
  const all = [...reads, ...writes, 0, device.ioMs, device.weightedIoMs, ...more];
  const place = `${String(major).padStart(4)} ${String(minor).padStart(7)}`;
  return `${place} ${device.name} ${all.join(' ')}`;
}

import type { Parsed } from '../model/parsed.ts';
import type { DiskCounters, DiskDevice } from '../model/readings.ts';
import { wholeOf } from './quantity.ts';
import { groupsOf, linesOf, reading } from './reading.ts';

/**
 * /proc/diskstats (kernel's Documentation/admin-guide/iostats.rst). Left out: devices that hold no
 * data of their own (loop, ram, zram, optical, floppy) and partitions, whose disk counts them too.
 */
export function parseDiskStats(text: string): Parsed<DiskCounters> {
  return reading(() => {
    const devices = linesOf(text)
      .map(deviceOf)
      .filter(({ name }) => !/^(?:loop|ram|zram|sr|fd)\d+$/.test(name));
    const names = new Set(devices.map(({ name }) => name));
    return { devices: devices.filter(({ name }) => !isPartition(name, names)) };
  });
}

const counters = ['reads', 'readsMerged', 'readSectors', 'readMs', 'writes', 'writesMerged'];
const more = ['writtenSectors', 'writeMs', 'inFlight', 'ioMs', 'weightedIoMs'];
const row = new RegExp(
  `^\\s*\\d+\\s+\\d+\\s+(?<name>\\S+)${[...counters, ...more].map((name) => `\\s+(?<${name}>\\d+)`).join('')}(?:\\s+\\d+)*\\s*$`,
);
const sectorBytes = 512;

function deviceOf(line: string): DiskDevice {
  const cell = groupsOf(row, line, 'not a line of /proc/diskstats');
  const count = (name: string) => wholeOf(cell(name), line);
  return {
    name: cell('name'),
    reads: count('reads'),
    readBytes: count('readSectors') * sectorBytes,
    readMs: count('readMs'),
    writes: count('writes'),
    writtenBytes: count('writtenSectors') * sectorBytes,
    writeMs: count('writeMs'),
    ioMs: count('ioMs'),
    weightedIoMs: count('weightedIoMs'),
  };
}

/** `sda1` of sda, `nvme0n1p2` of nvme0n1; `nvme0n1` alone is a disk. */
function isPartition(name: string, names: ReadonlySet<string>): boolean {
  const disk = /^(.*\d)p\d+$/.exec(name)?.[1] ?? /^(.*\D)\d+$/.exec(name)?.[1];
  return disk !== undefined && names.has(disk);
}

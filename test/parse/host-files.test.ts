import { expect, test } from 'vitest';
import { parseDf } from '../../src/parse/df.ts';
import { parseDiskStats } from '../../src/parse/diskstats.ts';
import { parseCpuPressure, parsePressure } from '../../src/parse/pressure.ts';
import { parseProcThreads } from '../../src/parse/proc-threads.ts';
import { valueOf } from './parsers.ts';

const unreadable = (why: RegExp) => ({
  kind: 'unreadable',
  why: expect.stringMatching(why) as string,
});

test('disks are counted once: without their partitions and without devices of no data', () => {
  const text = [
    '   7       0 loop0 1 0 2 3 0 0 0 0 0 4 5 0 0 0 0 0 0',
    '   8       0 sda 1 2 3 4 5 6 7 8 9 10 11 0 0 0 0',
    '   8       1 sda1 1 2 3 4 5 6 7 8 9 10 11',
    ' 259       0 nvme0n1 1 0 3 4 5 0 7 8 0 10 11 0 0 0 0 0 0',
    ' 259       1 nvme0n1p1 1 0 3 4 5 0 7 8 0 10 11 0 0 0 0 0 0',
    ' 202       1 xvda1 1 0 3 4 5 0 7 8 0 10 11',
    ' 253       0 dm-0 1 0 3 4 5 0 7 8 0 10 11',
    '',
  ].join('\n');
  const { devices } = valueOf(parseDiskStats(text));
  expect(devices.map(({ name }) => name)).toEqual(['sda', 'nvme0n1', 'xvda1', 'dm-0']);
  expect(devices[0]).toEqual({
    name: 'sda',
    reads: 1,
    readBytes: 3 * 512,
    readMs: 4,
    writes: 5,
    writtenBytes: 7 * 512,
    writeMs: 8,
    ioMs: 10,
    weightedIoMs: 11,
  });
});

test('pressure is that of the last ten seconds', () => {
  const text =
    'some avg10=12.34 avg60=0.44 avg300=1.73 total=10974262\nfull avg10=5.60 avg60=0.39 avg300=1.58 total=9863225\n';
  expect(valueOf(parsePressure(text))).toEqual({ someAvg10: 12.34, fullAvg10: 5.6 });
});

test('of a CPU only what some tasks wait is read: older kernels print no more', () => {
  const some = 'some avg10=12.34 avg60=0.44 avg300=1.73 total=10974262\n';
  expect(valueOf(parseCpuPressure(some))).toEqual({ someAvg10: 12.34 });
});

test('file systems are listed once, with blanks in their names', () => {
  const text = [
    'Filesystem 1024-blocks Used Available Capacity Mounted on',
    '/dev/sda1      1000 400   600   40% /',
    '/dev/sda1      1000 400   600   40% /',
    'map auto home     0   0     0     - /data of mine',
    '',
  ].join('\n');
  expect(valueOf(parseDf(text)).mounts).toEqual([
    { device: '/dev/sda1', mount: '/', totalBytes: 1_024_000, availableBytes: 614_400 },
    { device: 'map auto home', mount: '/data of mine', totalBytes: 0, availableBytes: 0 },
  ]);
});

test('threads that compact, under the names old and new JDKs give them', () => {
  const text = [
    '/proc/9/task/9/stat:9 (java) S 1 9',
    '/proc/9/task/9/schedstat:1 2 3',
    '/proc/9/task/11/schedstat:500 6 7',
    '/proc/9/task/11/stat:11 (CompactionExecu) R 1 9',
    '/proc/9/task/12/stat:12 (Compact..utor:1) D 1 9',
    '/proc/9/task/12/schedstat:600 6 7',
    '/proc/9/task/13/stat:13 (CompactionExecu) S 1 9',
    '/proc/9/task/14/stat:14 (a) ) b) S 1 9',
    '',
  ].join('\n');
  expect(valueOf(parseProcThreads(text)).threads).toEqual([
    { tid: 11, name: 'CompactionExecu', state: 'R', cpuNs: 500 },
    { tid: 12, name: 'Compact..utor:1', state: 'D', cpuNs: 600 },
  ]);
});

test('a process without compaction threads has none', () => {
  const text = '/proc/9/task/9/stat:9 (java) S 1 9\n/proc/9/task/9/schedstat:1 2 3\n';
  expect(valueOf(parseProcThreads(text)).threads).toEqual([]);
});

test.each([
  ['diskstats', () => parseDiskStats('8 0 sda 1 2\n'), /not a line of/],
  ['diskstats cut off', () => parseDiskStats('8 0 sda 1 2 3 4 5 6 7 8 9 10 11'), /in the middle/],
  ['pressure', () => parsePressure('some avg10=1.00 avg60=0 total=1\n'), /no line "full"/],
  ['df', () => parseDf('Dateisystem 1K-Blocks\n'), /not the header/],
  ['df without a line', () => parseDf('Filesystem 1024-blocks Used\n'), /no file system/],
  ['df with another line', () => parseDf('Filesystem 1024-blocks Used\n- -\n'), /not a line of df/],
  ['threads', () => parseProcThreads('grep: no\n'), /not a line of a thread/],
  ['no threads', () => parseProcThreads('/proc/9/task/9/schedstat:1 2 3\n'), /not one thread/],
  ['a stat', () => parseProcThreads('/proc/9/task/9/stat:9 java\n'), /not the stat file/],
  [
    'a schedstat',
    () =>
      parseProcThreads('/proc/9/task/9/stat:9 (CompactionExecu) S 1\n/proc/9/task/9/schedstat:x\n'),
    /not the schedstat/,
  ],
])('%s of another kind is unreadable', (_, parse, why) => {
  expect(parse()).toMatchObject(unreadable(why));
});

import { expect, test } from 'vitest';
import { sayDf } from '../../../src/simulate/say/df.ts';
import { sayDiskStats } from '../../../src/simulate/say/diskstats.ts';
import { sayFiles, sayLinesOf } from '../../../src/simulate/say/host-files.ts';
import { sayProcThreads } from '../../../src/simulate/say/proc-threads.ts';

const lines = (...all: readonly string[]) => all.map((line) => `${line}\n`).join('');

test('what the machine says', () => {
  const size = 24_684_092 * 1024;
  const shm = { device: 'tmpfs', mount: '/dev/shm', totalBytes: size, availableBytes: size };
  // As GNU's df 9.1 prints it.
  expect(sayDf({ mounts: [shm] })).toBe(
    lines(
      'Filesystem     1024-blocks  Used Available Capacity Mounted on',
      'tmpfs             24684092     0  24684092       0% /dev/shm',
    ),
  );
  const reads = { reads: 1, readBytes: 512, readMs: 2, writes: 3, writtenBytes: 1024, writeMs: 4 };
  expect(sayDiskStats({ devices: [{ name: 'vda', ...reads, ioMs: 5, weightedIoMs: 6 }] })).toBe(
    '   8       0 vda 1 0 1 2 3 0 2 4 0 5 6 0 0 0 0 0 0\n',
  );
  const thread = { tid: 8, name: 'CompactionExecu', state: 'D', cpuNs: 9 };
  const stat = sayProcThreads({ threads: [thread] }, 7).split('\n')[3] ?? '';
  expect(stat).toMatch(/^\/proc\/7\/task\/8\/stat:8 \(CompactionExecu\) D 1 7 7 /);
  expect(stat.split(') ')[1]?.split(' ')).toHaveLength(50);
  const said = new Map([['/proc/a', sayLinesOf('/proc/a', 'b\nc\n')]]);
  expect(sayFiles(said, ['/proc/a', '/proc/d'])).toEqual({
    code: 1,
    stdout: '/proc/a:b\n/proc/a:c\n',
    stderr: "find: '/proc/d': No such file or directory\n",
  });
});

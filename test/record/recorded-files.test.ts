import { expect, test } from 'vitest';
import { readFilesArgv } from '../../src/model/host-files.ts';
import type { RunAnswer } from '../../src/record/format.ts';
import { recordedFiles } from '../../src/record/recorded-files.ts';

const [disks, io, group] = ['/proc/diskstats', '/proc/9/io', '/sys/fs/cgroup/cpu.max'];
const cmdline = '/proc/9/cmdline';

/** The answer that came at a time, to a question for these files. */
function answer(at: number, paths: readonly string[], node = 'a'): RunAnswer {
  const result = { kind: 'exited', code: 0, stdout: '', stderr: '', durationMs: 1 } as const;
  return { kind: 'run', at, ms: 1, node, argv: readFilesArgv(paths), result };
}

test('a question is answered by the next answer that holds at least its files', () => {
  const files = recordedFiles([
    answer(1, [disks, io]),
    answer(2, [group]),
    answer(3, [disks], 'b'),
    answer(4, [disks, io, group]),
    { ...answer(5, []), argv: ['df', '-P'] },
    answer(6, [disks]),
  ]);
  expect(files.next('a', [disks])?.at).toBe(1);
  expect(files.next('a', [group])?.at).toBe(2);
  expect(files.next('a', [group, disks])?.at).toBe(4);
  expect(files.next('a', [cmdline])).toBeUndefined();
  // One that is not there takes no other with it.
  expect(files.next('a', [disks])?.at).toBe(6);
  expect(files.next('a', [disks])).toBeUndefined();
  expect(files.next('b', [disks])?.at).toBe(3);
  expect(files.next('c', [disks])).toBeUndefined();
});

test('questions about the machine, the process and its group come in turn, each among its own', () => {
  const files = recordedFiles([
    answer(1, [cmdline, io]),
    answer(2, [group]),
    answer(3, [disks]),
    answer(4, [disks]),
    answer(5, [cmdline, io, group]),
  ]);
  const look = () => [[disks], [cmdline, io], [group]].map((paths) => files.next('a', paths)?.at);
  expect(look()).toEqual([3, 1, 2]);
  expect(look()).toEqual([4, 5, 5]);
});

test('one answer for all, as recordings had it before, serves each question', () => {
  const files = recordedFiles([answer(1, [disks, cmdline, io]), answer(2, [disks, cmdline, io])]);
  const look = () => [[disks], [cmdline, io]].map((paths) => files.next('a', paths)?.at);
  expect(look()).toEqual([1, 1]);
  expect(look()).toEqual([2, 2]);
});

import { expect, test } from 'vitest';
import { parseLogLines } from '../../src/parse/log-lines.ts';
import { valueOf } from './parsers.ts';

const entriesOf = (...lines: readonly string[]) =>
  valueOf(parseLogLines(lines.map((line) => `${line}\n`).join(''))).entries;

/** As a real 4.1.10 wrote it when an SSTable was broken. */
const corrupted = [
  'INFO  [CompactionExecutor:2] 2026-11-29 07:10:54,700 CompactionTask.java:167 - Compacting (c8)',
  'ERROR [CompactionExecutor:2] 2026-11-29 07:10:54,757 JVMStabilityInspector.java:74 - Exception in thread Thread[CompactionExecutor:2,5,CompactionExecutor]',
  'org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /data/app/a-c5/nb-2-big-Data.db',
  '\tat org.apache.cassandra.io.sstable.format.big.BigTableScanner.next(BigTableScanner.java:245)',
  'Caused by: org.apache.cassandra.io.compress.CorruptBlockException: (nb-2-big-Data.db): corruption detected',
  '\t... 12 common frames omitted',
];

test('an entry has level, thread, time, words and its exceptions without their frames', () => {
  expect(entriesOf(...corrupted)).toEqual([
    {
      level: 'ERROR',
      thread: 'CompactionExecutor:2',
      time: '2026-11-29 07:10:54,757',
      message: 'Exception in thread Thread[CompactionExecutor:2,5,CompactionExecutor]',
      exceptions: [
        'org.apache.cassandra.io.sstable.CorruptSSTableException: Corrupted: /data/app/a-c5/nb-2-big-Data.db',
        'Caused by: org.apache.cassandra.io.compress.CorruptBlockException: (nb-2-big-Data.db): corruption detected',
      ],
    },
  ]);
});

test('what precedes the first level belongs to an entry that was cut off', () => {
  expect(entriesOf(...corrupted.slice(2), 'WARN  it goes on')).toEqual([
    { level: 'WARN', thread: '', time: '', message: 'it goes on', exceptions: [] },
  ]);
});

test('lines of other levels are no entries, and end the one before', () => {
  expect(entriesOf('WARN  a', 'INFO  b', 'java.lang.Exception: of b')).toMatchObject([
    { message: 'a', exceptions: [] },
  ]);
});

test('the newest 200 are kept, and of each no more than is read', () => {
  const many = Array.from({ length: 300 }, (_, i) => `WARN  number ${i}`);
  const entries = entriesOf(...many, `ERROR ${'x'.repeat(5_000)}`);
  expect(entries).toHaveLength(200);
  expect(entries[0]?.message).toBe('number 101');
  expect(entries.at(-1)?.message).toHaveLength(1_000);
});

test('an empty log says that nothing happened; another layout is not read', () => {
  expect(valueOf(parseLogLines(''))).toEqual({ entries: [] });
  expect(parseLogLines('{"level":"ERROR"}\n')).toMatchObject({
    kind: 'unreadable',
    why: 'no line begins with a level',
  });
});

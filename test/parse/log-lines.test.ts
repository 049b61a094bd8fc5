import { expect, test } from 'vitest';
import { parseLogLines } from '../../src/parse/log-lines.ts';
import { valueOf } from './parsers.ts';

const tailOf = (...lines: readonly string[]) =>
  valueOf(parseLogLines(lines.map((line) => `${line}\n`).join('')));
const entriesOf = (...lines: readonly string[]) => tailOf(...lines).entries;

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
  expect(valueOf(parseLogLines(''))).toEqual({ entries: [], newestTime: '', gone: [] });
  expect(parseLogLines('{"level":"ERROR"}\n')).toMatchObject({
    kind: 'unreadable',
    why: 'no line begins with a level',
  });
});

/** As real nodes of 4.1.10 wrote them. */
const said = (seconds: number, thread: string, message: string) =>
  `INFO  [${thread}] 2026-11-29 07:11:${String(seconds).padStart(2, '0')},000 X.java:48 - ${message}`;
const broken = '/data/app/a-c5/nb-2-big';

test('the newest time is that of the newest line, whatever its level', () => {
  const stopped = said(9, 'GossipStage:1', 'Node /127.0.0.1:7000 state jump to shutdown');
  expect(tailOf(...corrupted, stopped).newestTime).toBe('2026-11-29 07:11:09,000');
  expect(tailOf(...corrupted).newestTime).toBe('2026-11-29 07:10:54,757');
  expect(tailOf('WARN  a').newestTime).toBe('');
});

test('hints are paused when nothing after it says that they are handed over again', () => {
  const at = (seconds: number, what: string) =>
    said(seconds, 'RMI TCP Connection(2)-127.0.0.1', `${what} hints dispatch`);
  expect(tailOf(at(1, 'Paused'), ...corrupted).hintsPausedAt).toBe('2026-11-29 07:11:01,000');
  expect(tailOf('INFO  Paused hints dispatch').hintsPausedAt).toBe('');
  expect(tailOf(at(1, 'Paused'), at(2, 'Resumed'))).not.toHaveProperty('hintsPausedAt');
  expect(tailOf(at(1, 'Resumed'), at(2, 'Paused')).hintsPausedAt).toBe('2026-11-29 07:11:02,000');
  const start = said(5, 'main', 'JVM vendor/version: OpenJDK 64-Bit Server VM/17.0.15');
  expect(tailOf(at(1, 'Paused'), start)).not.toHaveProperty('hintsPausedAt');
});

test('settings that were changed while the node ran, as 4.1.10 words them', () => {
  const changed = said(
    7,
    'RMI TCP Connection(7)-127.0.0.1',
    'Updated partition_keys_in_select_fail_threshold from -1 to 4',
  );
  expect(tailOf(changed, ...corrupted).changes).toEqual([
    {
      ...{ setting: 'partition_keys_in_select_fail_threshold', from: '-1', to: '4' },
      time: '2026-11-29 07:11:07,000',
    },
  ]);
  const sets = 'Updated table_properties_warned from [id, to] to []';
  expect(tailOf(said(7, 'a', sets)).changes).toMatchObject([{ from: '[id, to]', to: '[]' }]);
  expect(tailOf(said(7, 'a', 'Updated x'), ...corrupted)).not.toHaveProperty('changes');
  expect(tailOf(changed, said(8, 'main', 'JVM vendor/version: x'))).not.toHaveProperty('changes');
});

test('what was said before the process began is not told', () => {
  const start = said(5, 'main', 'JVM vendor/version: OpenJDK 64-Bit Server VM/17.0.15');
  expect(entriesOf(...corrupted, start)).toEqual([]);
  expect(entriesOf(start, ...corrupted)).toHaveLength(1);
  const query = said(5, 'Native-Transport-Requests-1', 'JVM vendor/version: x');
  expect(entriesOf(...corrupted, query)).toHaveLength(1);
});

test.each([
  ['scrubbed', `Scrub of BigTableReader(path='${broken}-Data.db') complete: 297 partitions`],
  ['deleted', `Deleting sstable: ${broken}`],
])('a named SSTable that is %s is gone', (_, message) => {
  expect(tailOf(...corrupted, said(5, 'CompactionExecutor:1', message)).gone).toEqual([broken]);
  expect(tailOf(said(5, 'CompactionExecutor:1', message)).gone).toEqual([]);
});

test('a scrub that left the broken SSTable out proves nothing', () => {
  const other = `Scrub of BigTableReader(path='/data/app/a-c5/nb-1-big-Data.db') complete: 300`;
  const scrub = ['Starting Scrub for app.a', other, 'Finished Scrub for app.a successfully'];
  const lines = scrub.map((message) => said(5, 'CompactionExecutor:2', message));
  expect(tailOf(...corrupted, ...lines).gone).toEqual([]);
});

/** As CommitLog and CommitLogReader of 4.1 word it. */
const logFile = (id: number) => `/var/lib/cassandra/commitlog/CommitLog-7-${id}.log`;
const main = (message: string, second = 10) =>
  `INFO  [main] 2026-11-29 07:10:${second},000 CommitLog.java:182 - ${message}`;
const replaying = [
  main(`Replaying ${logFile(1)}, ${logFile(2)}, ${logFile(3)}`),
  main('Skipping playback of empty log: CommitLog-7-3.log', 11),
];

test('a replay of the commit log is told with how far it is', () => {
  const begun = { since: '2026-11-29 07:10:10,000', segments: 3 };
  expect(tailOf(...replaying).replay).toEqual({ ...begun, read: 1 });
  expect(tailOf(...replaying, main(`Finished reading ${logFile(1)}`)).replay).toEqual({
    ...begun,
    read: 2,
  });
});

test.each([
  ['is over', [...replaying, main('Log replay complete, 4711 replayed mutations')]],
  ['was of a process that is no more', [...replaying, main('JVM vendor/version: OpenJDK/17')]],
  ['was not needed', [main('No commitlog files found; skipping replay')]],
  ['is of one file of many, at level DEBUG', [main(`Replaying ${logFile(1)} (CL version 6)`)]],
])('a replay that %s is none', (_, lines) => {
  expect(tailOf(...lines)).not.toHaveProperty('replay');
});

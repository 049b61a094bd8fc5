import fc from 'fast-check';
import type { LogTail } from '../../../src/model/host-readings.ts';

const words = fc.constantFrom(
  'Not enough space for compaction, estimated sstables = 1, expected write size = 10538062',
  'Exception in thread Thread[CompactionExecutor:1,5,CompactionExecutor]',
  'ERROR [x] - y',
  '',
);
const exceptions = fc.constantFrom(
  'java.lang.RuntimeException: no',
  'Caused by: java.io.IOException: [a] - b',
);

const time = '2026-11-29 07:09:13,854';
const file = '/data/app/events-c5/nb-2-big';

export function logTails(): fc.Arbitrary<LogTail> {
  const entry = fc.record({
    level: fc.constantFrom('WARN' as const, 'ERROR' as const),
    thread: fc.constantFrom('CompactionExecutor:12', 'main', 'a b-c'),
    time: fc.constant(time),
    message: words,
    exceptions: fc.array(exceptions, { maxLength: 5 }),
  });
  const full = fc.record({
    entries: fc.array(entry, { minLength: 1, maxLength: 8 }),
    newestTime: fc.constantFrom(time, '2026-11-29 07:10:00,000'),
    gone: fc.constant([]),
  });
  const mended = fc.constant({
    entries: [
      {
        ...{ level: 'ERROR' as const, thread: 'CompactionExecutor:1', time, message: '' },
        exceptions: [`CorruptSSTableException: Corrupted: ${file}-Data.db`],
      },
    ],
    ...{ newestTime: time, gone: [file] },
  });
  const paused = full.map((tail) => ({ ...tail, hintsPausedAt: time }));
  const changes = [{ setting: 'page_size_fail_threshold', from: '-1', to: '100', time }];
  const changed = full.map((tail) => ({ ...tail, changes }));
  const replay = fc
    .record({ segments: fc.integer({ min: 1, max: 9 }), read: fc.nat({ max: 9 }) })
    .map(({ segments, read }) => ({ since: time, segments, read: Math.min(segments, read) }));
  const replaying = fc.tuple(full, replay).map(([tail, at]) => ({ ...tail, replay: at }));
  return fc.oneof(
    full,
    replaying,
    paused,
    changed,
    mended,
    fc.constant({ entries: [], newestTime: '', gone: [] }),
  );
}

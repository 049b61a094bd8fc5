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

export function logTails(): fc.Arbitrary<LogTail> {
  const entry = fc.record({
    level: fc.constantFrom('WARN' as const, 'ERROR' as const),
    thread: fc.constantFrom('CompactionExecutor:12', 'main', 'a b-c'),
    time: fc.constant('2026-11-29 07:09:13,854'),
    message: words,
    exceptions: fc.array(exceptions, { maxLength: 5 }),
  });
  return fc.record({ entries: fc.array(entry, { maxLength: 8 }) });
}

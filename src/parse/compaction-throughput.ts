import type { Parsed } from '../model/parsed.ts';
import type { CompactionThroughput } from '../model/readings.ts';
import { decimalOf } from './quantity.ts';
import { linesOf, reading, unreadable } from './reading.ts';

/**
 * `nodetool getcompactionthroughput`: `Current compaction throughput: 16 MB/s` (MiB are meant), or
 * with `-d` (4.1+) `Current compaction throughput: 64.5 MiB/s`.
 */
export function parseCompactionThroughput(text: string): Parsed<CompactionThroughput> {
  return reading(() => {
    const lines = linesOf(text);
    for (const line of lines) {
      const rate = /^(?:Current compaction throughput: )?([\d.,]+(?:E-?\d+)?) Mi?B\/s\s*$/.exec(
        line,
      )?.[1];
      if (rate !== undefined) return { mebibytesPerSecond: decimalOf(rate, line) };
    }
    return unreadable(lines[0] ?? '', 'no throughput in the text');
  });
}

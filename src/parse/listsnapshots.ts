import type { Parsed } from '../model/parsed.ts';
import { linesOf, reading, unreadable } from './reading.ts';

/** `nodetool listsnapshots`: the name of each snapshot once. A row a table; the sum behind them closes it. */
export function parseListSnapshots(text: string): Parsed<readonly string[]> {
  return reading(() => {
    // Up to 2.2 the word that there are none has no end of line.
    if (/^There are no snapshots\s*$/m.test(text)) return [];
    const lines = linesOf(text);
    const from = lines.findIndex((line) => /^Snapshot name\s+Keyspace name\s/.test(line));
    if (from < 0)
      unreadable(lines[0] ?? '', 'neither a table of snapshots nor the word that none are');
    const until = lines.findIndex((line) => line.startsWith('Total TrueDiskSpaceUsed:'));
    if (until < from) unreadable(lines.at(-1) ?? '', 'no sum of sizes: it was cut off');
    const rows = lines.slice(from + 1, until).filter((line) => line.trim() !== '');
    // A name may have blanks in it.
    const width = lines[from]?.indexOf('Keyspace name');
    return [...new Set(rows.map((line) => line.slice(0, width).trimEnd()))];
  });
}

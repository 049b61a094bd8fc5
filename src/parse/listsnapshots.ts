import type { Parsed } from '../model/parsed.ts';
import { linesOf, reading, unreadable } from './reading.ts';

/**
 * `nodetool listsnapshots`: the name of each snapshot once. A row a table; the sum behind them closes it. Up to 2.2
 * columns have a width and no gap (`%-20s%-29s%-29s%-19s%-19s`): a name of 20 characters runs into the keyspace.
 */
export function parseListSnapshots(text: string): Parsed<readonly string[]> {
  return reading(() => {
    // Up to 2.2 the word that there are none has no end of line.
    if (/^There are no snapshots\s*$/m.test(text)) return [];
    const lines = linesOf(text);
    const from = lines.findIndex((line) => isHead(line));
    if (from < 0)
      unreadable(lines[0] ?? '', 'neither a table of snapshots nor the word that none are');
    const until = lines.findIndex((line) => line.startsWith('Total TrueDiskSpaceUsed:'));
    if (until < from) unreadable(lines.at(-1) ?? '', 'no sum of sizes: it was cut off');
    const rows = lines.slice(from + 1, until).filter((line) => line.trim() !== '');
    const head = lines[from] ?? '';
    return [...new Set(rows.map((row) => nameIn(row, head)))];
  });
}

function isHead(line: string): boolean {
  return /^Snapshot name\s+Keyspace name\s/.test(line);
}

/** A name may have blanks in it. */
function nameIn(row: string, head: string): string {
  const width = head.indexOf('Keyspace name');
  if (row[width - 1] === ' ') return row.slice(0, width).trimEnd();
  // Run together: what follows the name is as wide as in the head, unless a name there is too long as well.
  const end = row.length - (head.length - width);
  const next = ['Column family name', 'True size'].map((column) => head.indexOf(column) - width);
  const fits = end >= width && next.every((at) => row[end + at - 1] === ' ');
  return fits ? row.slice(0, end) : unreadable(row, 'the name of the snapshot is not told apart');
}

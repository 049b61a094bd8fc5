import type { Parsed } from '../model/parsed.ts';
import type { PendingHints } from '../model/readings.ts';
import { cutAt, type Cells } from './columns.ts';
import { plainAddress } from './plain-address.ts';
import { wholeOf } from './quantity.ts';
import { linesOf, reading, unreadable } from './reading.ts';

/** `nodetool listpendinghints` (4.1+): one row a target that hints are kept for. */
export function parseListPendingHints(text: string): Parsed<PendingHints> {
  return reading(() => {
    const lines = linesOf(text);
    if (lines.some((line) => line.startsWith('This node does not have any pending hints'))) {
      return { targets: [] };
    }
    const at = lines.findIndex((line) => /^Host ID\s+Address\s/.test(line));
    if (at < 0) unreadable(lines[0] ?? '', 'neither a table of hints nor the word that none are');
    const rows = lines.slice(at + 1).filter((line) => line.trim() !== '');
    if (rows.length === 0) unreadable(lines[at] ?? '', 'a table without rows: it was cut off');
    const cut = cutAt(lines[at] ?? '', [
      'Host ID',
      'Address',
      'Rack',
      'DC',
      'Status',
      'Total files',
      'Newest',
    ]);
    return { targets: rows.map((line) => targetOf(cut(line), line)) };
  });
}

function targetOf(cell: Cells, line: string): PendingHints['targets'][number] {
  if (cell('Host ID') === '') unreadable(line, 'hints for nobody');
  return {
    hostId: cell('Host ID').toLowerCase(),
    // Empty when gossip has forgotten the node.
    address: plainAddress(cell('Address') || '?'),
    files: wholeOf(cell('Total files'), line),
  };
}

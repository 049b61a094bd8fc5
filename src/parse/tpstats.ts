import type { Parsed } from '../model/parsed.ts';
import type { ThreadPool, ThreadPools } from '../model/readings.ts';
import { wholeOf } from './quantity.ts';
import { groupsOf, linesOf, reading, unreadable } from './reading.ts';

/**
 * `nodetool tpstats`: pools, then dropped messages by type. Both tables are printed in any order
 * and nothing closes them, so a text without the row for mutations counts as cut off.
 */
export function parseTpstats(text: string): Parsed<ThreadPools> {
  return reading(() => {
    const lines = linesOf(text);
    const poolsAt = lines.findIndex((line) => poolHeader.test(line));
    if (poolsAt < 0) unreadable(lines[0] ?? '', 'not the header of tpstats');
    const droppedAt = lines.findIndex((line) => /^Message type\s+Dropped/.test(line));
    if (droppedAt < 0) unreadable(lines.at(-1) ?? '', 'no dropped messages: it was cut off');
    const dropped = lines
      .slice(droppedAt + 1)
      .filter((line) => line.trim() !== '')
      .map(droppedOf);
    if (!dropped.some(({ message }) => /^MUTATION(?:_REQ)?$/.test(message))) {
      unreadable(lines.at(-1) ?? '', 'no row for dropped mutations: it was cut off');
    }
    return {
      pools: lines
        .slice(poolsAt + 1, droppedAt)
        .filter(isPool)
        .map(poolOf),
      dropped,
    };
  });
}

const poolHeader = /^Pool Name\s+Active\s+Pending\s+Completed\s+Blocked\s+All time blocked\s*$/;

function isPool(line: string): boolean {
  return line.trim() !== '' && !line.startsWith('Latencies waiting in queue');
}

function poolOf(line: string): ThreadPool {
  const [name = '', ...counts] = line.trim().split(/\s+/);
  if (counts.length !== 5) unreadable(line, 'not a row of thread pools');
  const [active = 0, pending = 0, completed = 0, blocked = 0, allTimeBlocked = 0] = counts.map(
    (count) => wholeOf(count, line),
  );
  return { name, active, pending, completed, blocked, allTimeBlocked };
}

/** Up to 3.11 two columns, from 4.0 on with four latencies in micros, the large ones as `1.2E7`. */
function droppedOf(line: string): { readonly message: string; readonly count: number } {
  const row = /^(?<message>\S+)\s+(?<count>\d+)(?:\s+(?:[\d.,]+(?:E-?\d+)?|N\/A)){0,4}\s*$/;
  const cell = groupsOf(row, line, 'not a row of dropped messages');
  return { message: cell('message'), count: wholeOf(cell('count'), line) };
}

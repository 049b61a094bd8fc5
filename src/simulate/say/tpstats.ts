import type { ThreadPool, ThreadPools } from '../../model/readings.ts';
import { javaDouble } from './number.ts';
import { isFrom } from './release.ts';
import { printf, table, text } from './table.ts';

export interface TpstatsDecorations {
  /** Micros that dropped messages waited, by type: 50 %, 95 %, 99 % and the longest (4.0+). */
  readonly waits?: Readonly<Record<string, readonly number[]>>;
}

const poolHeader = ['Pool Name', 'Active', 'Pending', 'Completed', 'Blocked', 'All time blocked'];
/** The blanks belong to the names. */
const messageHeader = ['Message type', 'Dropped    ', '50%     ', '95%     ', '99%     ', 'Max'];
const waitsTitle = 'Latencies waiting in queue (micros) per dropped message types';
const noWaits = [0, 0, 0, 0];

/** `nodetool tpstats`: fixed widths up to 3.11, padded tables from 4.0 on. */
export function sayTpstats(
  { pools, dropped = [] }: ThreadPools,
  release: string,
  { waits = {} }: TpstatsDecorations = {},
): string {
  const poolRows = [poolHeader, ...pools.map(cellsOf)];
  if (isFrom(release, 4, 0)) {
    const messages = dropped.map(({ message, count }) => [
      message,
      String(count),
      ...(waits[message] ?? noWaits).map(javaDouble),
    ]);
    return `${table(poolRows)}\n${waitsTitle}\n${table([messageHeader, ...messages])}`;
  }
  const nameWidth = isFrom(release, 3, 11) ? -30 : -25;
  const messages = dropped.map(({ message, count }) => [message, String(count)]);
  return text([
    ...poolRows.map((row) => printf([nameWidth, 10, 10, 15, 10, 18], row)),
    '',
    ...[['Message type', 'Dropped'], ...messages].map((row) => printf([-20, 10], row)),
  ]);
}

function cellsOf(pool: ThreadPool): readonly string[] {
  const { active, pending, completed, blocked, allTimeBlocked } = pool;
  return [pool.name, ...[active, pending, completed, blocked, allTimeBlocked].map(String)];
}

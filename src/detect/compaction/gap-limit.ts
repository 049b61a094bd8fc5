import { median } from '../../model/median.ts';
import { spanMs } from '../../model/series.ts';
import type { TaskTrack } from './task-track.ts';

const shortestMs = 60_000;
export const longestWaitMs = 600_000;

/**
 * How long a task may stand still before that alone, without a look at its threads, is called
 * stuck: three times its longest earlier gap and three times its largest jump at its usual rate,
 * between 1 and 10 minutes; 10 minutes when it was never seen to move (a simulation of 1,000
 * compaction-hours gave 870 false alarms for a plain 60 s, and no clean limit under 10 min).
 */
export function gapLimitMs(track: TaskTrack): number {
  const moves = movesOf(track);
  const rate = median(moves.map(rateOf));
  if (rate === undefined) return longestWaitMs;
  const longestGapMs = Math.max(...moves.map((move) => move.ms));
  const largestJump = Math.max(...moves.map((move) => move.bytes));
  const limit = Math.max(3 * longestGapMs, (3 * largestJump) / rate);
  return Math.min(Math.max(limit, shortestMs), longestWaitMs);
}

/** Progress is told every 100 rows, and no mutation of a row is above 16 MiB (Cassandra's default). */
const mostUnseenBytes = 100 * 16 * 1024 * 1024;

/**
 * The throttle is paid after a partition was written: a large one is a burst and then a pause,
 * with idle threads, of this many ms. `share` is the throttle of one task in bytes/s; `unseenMs`
 * were worked since the last sign of progress.
 */
export function throttlePauseMs(
  track: TaskTrack,
  share: number | undefined,
  unseenMs: number,
): number {
  if (share === undefined || share <= 0) return 0;
  const moves = movesOf(track);
  const rates = moves.map(rateOf);
  const lastJump = moves.at(-1)?.bytes ?? 0;
  const fastest = rates.length > 0 ? Math.max(...rates) : Infinity;
  const unseen = unseenMs > 0 ? Math.min(unseenMs * fastest, mostUnseenBytes) : 0;
  // What the throttle lets through is more than its share where data is compressed.
  const paidAMs = Math.max(share / 1000, median(rates) ?? 0);
  return Math.min(Math.max((lastJump / share) * 1000, unseen / paidAMs), longestWaitMs);
}

interface Move {
  readonly ms: number;
  readonly bytes: number;
}

/** Every step in the progress, with the time since the step before. */
function movesOf({ samples }: TaskTrack): readonly Move[] {
  const moved = samples.filter((one, i) => i === 0 || one.value !== samples[i - 1]?.value);
  return moved.slice(1).map((to, i) => {
    const from = moved[i] ?? to;
    return { ms: spanMs([from, to]), bytes: to.value - from.value };
  });
}

function rateOf({ bytes, ms }: Move): number {
  return bytes / ms;
}

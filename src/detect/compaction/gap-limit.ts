import { median } from '../../model/median.ts';
import { spanMs } from '../../model/series.ts';
import type { TaskTrack } from './task-track.ts';

const shortestMs = 60_000;
const longestMs = 600_000;

/**
 * How long a task may stand still before that alone, without a look at its threads, is called
 * stuck: three times its longest earlier gap and three times its largest jump at its usual rate,
 * between 1 and 10 minutes; 10 minutes when it was never seen to move (a simulation of 1,000
 * compaction-hours gave 870 false alarms for a plain 60 s, and no clean limit under 10 min).
 */
export function gapLimitMs(track: TaskTrack): number {
  const moves = movesOf(track);
  const rate = median(moves.map((move) => move.bytes / move.ms));
  if (rate === undefined) return longestMs;
  const longestGapMs = Math.max(...moves.map((move) => move.ms));
  const largestJump = Math.max(...moves.map((move) => move.bytes));
  const limit = Math.max(3 * longestGapMs, (3 * largestJump) / rate);
  return Math.min(Math.max(limit, shortestMs), longestMs);
}

/**
 * The throttle is paid after a partition was written: a large one is a burst and then a pause,
 * with idle threads, of this many ms. `share` is the throttle of one task in bytes/s.
 */
export function throttlePauseMs(track: TaskTrack, share: number | undefined): number {
  const lastJump = movesOf(track).at(-1)?.bytes ?? 0;
  if (share === undefined || share <= 0) return 0;
  return Math.min((lastJump / share) * 1000, longestMs);
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

import type { Instant } from '../model/instant.ts';
import type { LogEntry, LogTail } from '../model/readings.ts';

/** UTC-12 is the zone furthest behind; an hour more for clocks that are wrong. */
const furthestZoneMs = 13 * 3_600_000;

/**
 * Whether an entry is no older than `freshMs` by the log's own clock. The zone of the log is not known: by
 * our clock only what is too old in every zone is ruled out. Without times it is not known, so no.
 */
export function isFresh(
  { time }: LogEntry,
  { newestTime }: LogTail,
  now: Instant,
  freshMs: number,
): boolean {
  const [at, newest] = [timeOf(time), timeOf(newestTime)];
  return newest - at <= freshMs && now - at <= furthestZoneMs;
}

/** Of `2026-11-29 07:10:54,757`, as if it were UTC; NaN where there is none. */
function timeOf(text: string): Instant {
  return Date.parse(`${text.replace(' ', 'T').replace(',', '.')}Z`);
}

/** `2026-11-29 07:10:54` of `2026-11-29 07:10:54,757`. */
export function secondOf(time: string): string {
  return time.replace(/[,.]\d+$/, '');
}

import type { Instant } from '../model/instant.ts';
import type { LogEntry, LogTail } from '../model/readings.ts';
import { latestValue, looksOf } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';

/** A node's log as it was last read. */
export interface DatedLog {
  readonly at: Instant;
  readonly tail: LogTail;
  /** For how long its newest line has been the newest while we looked, in ms; undefined: it was read once. */
  readonly quietMs: number | undefined;
}

/** Undefined: it did not come when it was last asked for, or has no entry that could be dated, as nearly all have not. */
export function datedLog(series: Series, node: string): DatedLog | undefined {
  const told = latestValue(series, node, 'log');
  if (told === undefined || told.entries.length === 0) return undefined;
  const looks = looksOf(series, node, 'log');
  const last = looks.at(-1);
  if (!last) return undefined;
  const { at, value } = last;
  const before = looks.findLastIndex((look) => look.value.newestTime !== value.newestTime);
  const quietSince = looks[before + 1]?.at ?? at;
  return { at, tail: value, quietMs: looks.length > 1 ? at - quietSince : undefined };
}

/** UTC-12 is the zone furthest behind; an hour more for clocks that are wrong. */
const furthestZoneMs = 13 * 3_600_000;

/**
 * Whether an entry is no older than `freshMs` by the log's own clock, which stands still while nothing is
 * logged: that time is ours. The zone of the log is not known: by our clock only what is too old in every
 * zone is ruled out. Without times it is not known, so no.
 */
export function isFresh(
  { time }: LogEntry,
  { at, tail, quietMs = 0 }: DatedLog,
  freshMs: number,
): boolean {
  const [told, newest] = [timeOf(time), timeOf(tail.newestTime)];
  return newest - told + quietMs <= freshMs && at - told <= furthestZoneMs;
}

/** Why an entry of a log that was read once may be older than its clock says: `nothing newer is logged`. */
export function standingClock({ time }: LogEntry, { tail: { newestTime } }: DatedLog): string {
  return time === newestTime
    ? 'nothing newer is logged'
    : `nothing is logged after ${secondOf(newestTime)}`;
}

/** Of `2026-11-29 07:10:54,757`, as if it were UTC; NaN where there is none. */
function timeOf(text: string): Instant {
  return Date.parse(`${text.replace(' ', 'T').replace(',', '.')}Z`);
}

/** `2026-11-29 07:10:54` of `2026-11-29 07:10:54,757`. */
export function secondOf(time: string): string {
  return time.replace(/[,.]\d+$/, '');
}

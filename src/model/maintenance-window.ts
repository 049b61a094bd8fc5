import type { Instant } from './instant.ts';

/** As Date numbers them. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof weekdays)[number];

/** When nodes may be stopped, in the time of a place. */
export interface MaintenanceWindow {
  /** On which it begins. */
  readonly days: readonly Weekday[];
  /** `22:00`; where `to` is not later, it is that of the next day. */
  readonly from: string;
  readonly to: string;
  /** `UTC`, or of the IANA data base: `Europe/Berlin`. */
  readonly timezone: string;
  /** What a node is thought to take, until one of the roll is done; absent: as long as its limits let it. */
  readonly perNodeMs?: number;
}

export interface WindowSpan {
  readonly from: Instant;
  readonly to: Instant;
}

/** How long a node takes from its first step to its last, and how that is known. */
export interface NodeTakes {
  readonly ms: number;
  readonly because: string;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * When it is open, from now or later on, the nearest first; windows that touch are one. Where clocks are set, the
 * shorter reading holds: a time that is there twice begins late and ends early, and so does one that is skipped.
 */
export function spansFrom(window: MaintenanceWindow, now: Instant): readonly WindowSpan[] {
  const { timezone } = window;
  const today = Math.floor(localMs(timezone, now) / dayMs) * dayMs;
  // Yesterday's may still be open; that of a week may fall into an hour that is skipped.
  const dates = Array.from({ length: 17 }, (_, index) => today + (index - 2) * dayMs);
  const spans = dates
    .filter((date) => window.days.includes(weekdays[new Date(date).getUTCDay()] ?? 'sun'))
    .map((date) => ({
      from: instantsOf(timezone, date + timeMs(window.from)).latest,
      to: instantsOf(timezone, date + lengthOf(window) + timeMs(window.from)).earliest,
    }))
    .filter(({ from, to }) => from < to);
  return merged(spans).filter(({ to }) => to > now);
}

/** The longest of those that are open in the days to come. */
export function longestSpanMs(window: MaintenanceWindow, now: Instant): number {
  return Math.max(0, ...spansFrom(window, now).map(({ from, to }) => to - from));
}

/** `sat, sun 22:00 to 04:00 Europe/Berlin` */
export function describeWindow({ days, from, to, timezone }: MaintenanceWindow): string {
  return `${days.join(', ')} ${from} to ${to} ${timezone}`;
}

/** `sat 2026-12-05 22:00` where the window is. */
export function localText({ timezone }: MaintenanceWindow, at: Instant): string {
  const local = new Date(localMs(timezone, at));
  const [date = '', time = ''] = local.toISOString().split('T');
  return `${weekdays[local.getUTCDay()] ?? ''} ${date} ${time.slice(0, 5)}`;
}

export function isTimeOfDay(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** Whether this machine knows the rules of a zone. */
export function isTimezone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

function timeMs(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * hourMs + minutes * 60_000;
}

/** Of the clock on the wall: where clocks are set meanwhile, it is an hour more or less. */
function lengthOf({ from, to }: MaintenanceWindow): number {
  const ms = timeMs(to) - timeMs(from);
  return ms > 0 ? ms : ms + dayMs;
}

function merged(spans: readonly WindowSpan[]): readonly WindowSpan[] {
  const known: WindowSpan[] = [];
  for (const span of spans) {
    const last = known.at(-1);
    if (!last || span.from > last.to) known.push(span);
    else known[known.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return known;
}

/** The instants at which clocks of a zone show a time: one, two where they are set back; else those beside the gap. */
function instantsOf(
  timezone: string,
  local: number,
): { readonly earliest: Instant; readonly latest: Instant } {
  const offsets = [local - 1.5 * dayMs, local + 1.5 * dayMs].map((at) => offsetMs(timezone, at));
  const all = offsets.map((offset) => local - offset);
  const shown = all.filter((at) => localMs(timezone, at) === local);
  const known = shown.length > 0 ? shown : all;
  return { earliest: Math.min(...known), latest: Math.max(...known) };
}

function offsetMs(timezone: string, at: Instant): number {
  return localMs(timezone, at) - at;
}

/** What clocks of the zone show, as if it were UTC. */
function localMs(timezone: string, at: Instant): number {
  const wholeSeconds = Math.floor(at / 1_000) * 1_000;
  const parts = formatOf(timezone).formatToParts(wholeSeconds);
  const part = (name: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find(({ type }) => type === name)?.value);
  const date = [part('year'), part('month') - 1, part('day')] as const;
  return Date.UTC(...date, part('hour'), part('minute'), part('second')) + (at - wholeSeconds);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  formats.set(timeZone, format);
  return format;
}

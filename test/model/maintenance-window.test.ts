import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  describeWindow,
  isTimezone,
  localText,
  longestSpanMs,
  spansFrom,
  weekdays,
  type MaintenanceWindow,
} from '../../src/model/maintenance-window.ts';

const hour = 3_600_000;
const windowOf = (wish: Partial<MaintenanceWindow>): MaintenanceWindow => ({
  days: ['sat', 'sun'],
  from: '22:00',
  to: '04:00',
  timezone: 'Europe/Berlin',
  ...wish,
});
const utc = (text: string) => Date.parse(`${text}:00Z`);
const isoOf = (window: MaintenanceWindow, at: string, count = 1) =>
  spansFrom(window, utc(at))
    .slice(0, count)
    .map(({ from, to }) => [from, to].map((each) => new Date(each).toISOString().slice(0, 16)));

describe('over midnight', () => {
  test('the day is that on which it begins', () => {
    const window = windowOf({ days: ['sat'], timezone: 'UTC' });
    // 5 December 2026 is a Saturday.
    expect(isoOf(window, '2026-12-06T03:59')).toEqual([['2026-12-05T22:00', '2026-12-06T04:00']]);
    expect(isoOf(window, '2026-12-06T04:00')).toEqual([['2026-12-12T22:00', '2026-12-13T04:00']]);
    expect(isoOf(window, '2026-12-06T23:00')).toEqual([['2026-12-12T22:00', '2026-12-13T04:00']]);
  });

  test('days that follow each other without a gap are one window', () => {
    const window = windowOf({ from: '00:00', to: '00:00', timezone: 'UTC' });
    expect(isoOf(window, '2026-12-05T12:00')).toEqual([['2026-12-05T00:00', '2026-12-07T00:00']]);
    expect(longestSpanMs(window, utc('2026-12-01T00:00'))).toBe(48 * hour);
  });
});

describe('where clocks are set', () => {
  test('forward: the night is an hour shorter', () => {
    // In the night to 28 March 2027, at 02:00.
    expect(isoOf(windowOf({}), '2027-03-27T12:00')).toEqual([
      ['2027-03-27T21:00', '2027-03-28T02:00'],
    ]);
  });

  test('back: the night is an hour longer', () => {
    // In the night to 25 October 2026, at 03:00.
    expect(isoOf(windowOf({}), '2026-10-24T12:00')).toEqual([
      ['2026-10-24T20:00', '2026-10-25T03:00'],
    ]);
  });

  test('a time that is skipped is begun after, and ended before', () => {
    const begins = windowOf({ from: '02:30', to: '05:00' });
    expect(isoOf(begins, '2027-03-28T00:00')).toEqual([['2027-03-28T01:30', '2027-03-28T03:00']]);
    const ends = windowOf({ days: ['sun'], from: '00:30', to: '02:30' });
    expect(isoOf(ends, '2027-03-27T12:00')).toEqual([['2027-03-27T23:30', '2027-03-28T00:30']]);
    const inside = windowOf({ days: ['sun'], from: '02:10', to: '02:50' });
    expect(isoOf(inside, '2027-03-27T12:00')).toEqual([['2027-04-04T00:10', '2027-04-04T00:50']]);
  });

  test('a time that is there twice is begun late, and ended early', () => {
    const begins = windowOf({ days: ['sun'], from: '02:30', to: '05:00' });
    expect(isoOf(begins, '2026-10-24T12:00')).toEqual([['2026-10-25T01:30', '2026-10-25T04:00']]);
    const ends = windowOf({ days: ['sun'], from: '00:30', to: '02:30' });
    expect(isoOf(ends, '2026-10-24T12:00')).toEqual([['2026-10-24T22:30', '2026-10-25T00:30']]);
  });
});

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'];
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const anyWindow = fc.record({
  days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
  from: time,
  to: time,
  timezone: fc.constantFrom(...zones),
});
const near = (at: number) => fc.integer({ min: at - 30 * hour, max: at + 30 * hour });
const anyTime = fc.oneof(
  fc.integer({ min: utc('2020-01-01T00:00'), max: utc('2040-01-01T00:00') }),
  // Europe, North America and Lord Howe set their clocks then.
  ...['2027-03-28T01:00', '2026-10-25T01:00', '2026-11-01T06:00', '2026-10-03T15:30'].map((text) =>
    near(utc(text)),
  ),
);

/** By the clock on the wall alone. */
function isOpenByClock({ days, from, to, timezone }: MaintenanceWindow, at: number): boolean {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: timezone, weekday: 'short', hour: '2-digit', minute: '2-digit' },
    hourCycle: 'h23',
  });
  const [day = '', clock = ''] = format.format(at).toLowerCase().split(/,? /);
  const today = weekdays.findIndex((each) => each === day);
  const yesterday = weekdays[(today + 6) % 7] ?? 'sun';
  const isDay = (wanted: string | undefined) => days.some((each) => each === wanted);
  if (from < to) return isDay(day) && clock >= from && clock < to;
  return (isDay(day) && clock >= from) || (isDay(yesterday) && clock < to);
}

const offsetOf = (timezone: string, at: number) =>
  new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;

test('it is open when the clock on the wall says so; where clocks are set, never when it does not', () => {
  let [plain, set] = [0, 0];
  fc.assert(
    fc.property(anyWindow, anyTime, (window, at) => {
      const [span] = spansFrom(window, at);
      const isOpen = span !== undefined && span.from <= at;
      const offsets = [-48, 0, 48].map((hours) => offsetOf(window.timezone, at + hours * hour));
      const byClock = isOpenByClock(window, at);
      if (new Set(offsets).size === 1) {
        plain += 1;
        expect(isOpen).toBe(byClock);
      } else {
        set += 1;
        if (isOpen) expect(byClock).toBe(true);
      }
    }),
    { numRuns: 600 },
  );
  expect(plain).toBeGreaterThan(150);
  expect(set).toBeGreaterThan(50);
});

test('windows come in their order, apart, and not over yet', () => {
  fc.assert(
    fc.property(anyWindow, anyTime, (window, at) => {
      const spans = spansFrom(window, at);
      expect(spans.length).toBeGreaterThan(0);
      spans.forEach(({ from, to }, index) => {
        expect(from).toBeLessThan(to);
        expect(to).toBeGreaterThan(at);
        expect(from).toBeGreaterThan(spans[index - 1]?.to ?? 0);
      });
    }),
    { numRuns: 100 },
  );
});

test('it is told in words, and in the time of its place', () => {
  const window = windowOf({});
  expect(describeWindow(window)).toBe('sat, sun 22:00 to 04:00 Europe/Berlin');
  expect(localText(window, utc('2026-12-05T23:30'))).toBe('sun 2026-12-06 00:30');
});

test('a zone that nobody knows is told', () => {
  expect(isTimezone('Europe/Berlin')).toBe(true);
  expect(isTimezone('Europe/Atlantis')).toBe(false);
});

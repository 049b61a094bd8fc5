import { expect, test } from 'vitest';
import { durationExamples, parseDuration } from '../../src/config/duration.ts';

test.each([
  ['500ms', 500],
  ['60s', 60_000],
  ['1.5s', 1_500],
  ['5m', 300_000],
  ['2h', 7_200_000],
  ['0s', 0],
  ['1m30s', 90_000],
  ['1h30m', 5_400_000],
  ['1s500ms', 1_500],
  ['1.005s', 1_005],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  '',
  '60',
  's',
  '-1s',
  '1 s',
  '1d',
  '1.5ms',
  '1e3s',
  '٣s',
  '1s ',
  '30s1m',
  '1m1m',
  '1m30',
])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test('every example in a hint is a duration', () => {
  const examples = durationExamples.split(/, | or /);
  expect(examples.map(parseDuration)).toEqual([500, 60_000, 90_000, 7_200_000]);
});

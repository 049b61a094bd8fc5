import { expect, test } from 'vitest';
import { metricRing } from '../../src/model/metric-ring.ts';

test('an empty one has no values', () => {
  expect(metricRing(3).newest()).toEqual([]);
});

test('keeps the newest, oldest first', () => {
  const ring = metricRing(3);
  for (const value of [1, 2, 3, 4]) ring.push(value);
  expect(ring.newest()).toEqual([2, 3, 4]);
  expect(ring.newest(2)).toEqual([3, 4]);
  expect(ring.newest(9)).toEqual([2, 3, 4]);
});

test('what is not known stays unknown, and 0 stays 0', () => {
  const ring = metricRing(3);
  for (const value of [0, undefined, 0]) ring.push(value);
  expect(ring.newest()).toEqual([0, undefined, 0]);
});

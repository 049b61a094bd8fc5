import { expect, test } from 'vitest';
import { atMost, shareAtLeast, shareAtMost } from '../../src/model/binomial.ts';

test('the sum of all that can happen is 1, and impossible shares are certain', () => {
  expect(atMost(10, 10, 0.3)).toBeCloseTo(1, 10);
  expect(atMost(0, 5, 0)).toBe(1);
  expect(atMost(4, 5, 1)).toBe(0);
  expect(atMost(5, 5, 1)).toBe(1);
  expect(atMost(1, 3, 0.5)).toBeCloseTo(0.5, 10);
});

test.each([
  [0, 59, 0, 0.0495],
  [3, 60, 0.0138, 0.1242],
  [60, 60, 0.9513, 1],
])('%d of %d: bounds of Clopper and Pearson', (failed, tries, least, most) => {
  expect(shareAtLeast(failed, tries)).toBeCloseTo(least, 4);
  expect(shareAtMost(failed, tries)).toBeCloseTo(most, 4);
});

test('many tries do not fall out of the numbers', () => {
  expect(shareAtLeast(5_000, 100_000)).toBeCloseTo(0.0489, 3);
  expect(shareAtMost(0, 100_000)).toBeCloseTo(3e-5, 6);
});

test('without a try nothing is known', () => {
  expect(shareAtLeast(0, 0)).toBe(0);
  expect(shareAtMost(0, 0)).toBe(1);
});

import { expect, test } from 'vitest';
import { productionLimits } from '../../src/model/limits.ts';
import { endOf, isGap } from '../../src/model/look-gap.ts';
import { look, start } from '../detect/series-builder.ts';

test.each([
  ['a tick later', 10_000, false],
  ['a few ticks later: a busy machine', 30_000, false],
  ['the process was stopped, or its machine slept', 30_001, true],
  ['the clock went back', -1, true],
])('%s', (_, ms, isOne) => {
  expect(isGap(start, start + ms, productionLimits)).toBe(isOne);
});

test('with long ticks a gap is longer', () => {
  expect(isGap(0, 180_000, { ...productionLimits, tickMs: 60_000 })).toBe(false);
});

test('a look ends with its last answer, also one that did not come', () => {
  const late = { kind: 'missing', at: start + 20_000, why: 'timed-out', detail: '' } as const;
  const seen = look(0, { a: {}, b: {} });
  expect(endOf(seen)).toBe(start);
  const [a, b] = seen.nodes;
  if (!a || !b) throw new Error('two nodes');
  expect(endOf({ ...seen, nodes: [a, { ...b, sources: { disks: late } }] })).toBe(start + 20_000);
});

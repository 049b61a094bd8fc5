import { expect, test } from 'vitest';
import { linesBetween } from '../../src/rules/upgrade/release-lines.ts';

test.each([
  ['3.0', '4.1', [['3.11', '4.0']]],
  ['3.11', '5.0', [['4.0', '4.1']]],
  [
    '2.1',
    '5.0',
    [
      ['3.0', '3.11'],
      ['4.0', '4.1'],
    ],
  ],
  ['2.0', '4.0', [['2.1'], ['3.0', '3.11']]],
  ['5.0', '4.1', undefined],
  ['1.2', '5.0', undefined],
] as const)('from %s to %s the way is over %j', (from, to, between) => {
  expect(linesBetween(from, to)).toEqual(between);
});

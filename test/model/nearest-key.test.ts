import { expect, test } from 'vitest';
import { nearestHint, nearestKey } from '../../src/model/nearest-key.ts';

const known = ['timeout', 'onTimeout', 'cqlAddress', 'for'];

test.each([
  ['timeuot', 'timeout'],
  ['cql_address', 'cqlAddress'],
  ['cql-adress', 'cqlAddress'],
  ['ontimeout', 'onTimeout'],
  ['zebra', undefined],
  ['x', undefined],
])('%s means %s', (wrong, right) => {
  expect(nearestKey(wrong, known)).toBe(right);
});

test('where nothing is near, the hint lists what is known', () => {
  expect(nearestHint('zebra', known)).toBe('known here: timeout, onTimeout, cqlAddress, for');
  expect(nearestKey('zebra', [])).toBeUndefined();
});

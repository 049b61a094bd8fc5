import { expect, test } from 'vitest';
import { decimal, fileSize, javaDouble, shortDecimal } from '../../../src/simulate/say/number.ts';

test.each([
  [0.125, 2, '0.12'],
  [0.375, 2, '0.38'],
  [1.005, 2, '1.00'],
  [2.5, 0, '2'],
  [3.5, 0, '4'],
  [99.96, 1, '100.0'],
  [6.25, 1, '6.2'],
])('%s with %s decimals is %s, halves to the even side', (value, digits, text) => {
  expect(decimal(value, digits)).toBe(text);
});

test('short decimals have no zeros at their end', () => {
  expect([1, 1.5, 1.25, 1.256].map((value) => shortDecimal(value, 2))).toEqual([
    '1',
    '1.5',
    '1.25',
    '1.26',
  ]);
});

test.each([
  [0, '0 bytes', '0 bytes'],
  [1023, '1023 bytes', '1023 bytes'],
  [1024, '1 KiB', '1 KB'],
  [1024 ** 2 - 1, '1024 KiB', '1024 KB'],
  [1.5 * 1024 ** 3, '1.5 GiB', '1.5 GB'],
  [2000 * 1024 ** 4, '2000 TiB', '2000 TB'],
])('%s bytes are %s, and up to 3.0 %s', (bytes, text, old) => {
  expect(fileSize(bytes, '4.1.10')).toBe(text);
  expect(fileSize(bytes, '3.0.30')).toBe(old);
});

test.each([
  [0, '0.0'],
  [64, '64.0'],
  [70737, '70737.0'],
  [45_936_817, '4.5936817E7'],
  [10_000_000, '1.0E7'],
  [9_999_999, '9999999.0'],
  [1 / 1024, '9.765625E-4'],
  [0.001, '0.001'],
  [Number.NaN, 'NaN'],
])('Java prints %s as %s', (value, text) => {
  expect(javaDouble(value)).toBe(text);
});

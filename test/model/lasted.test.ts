import { expect, test } from 'vitest';
import { lastedText } from '../../src/model/lasted.ts';

test.each([
  [0, '0 s'],
  [95_400, '95 s'],
  [120_000, '2 min'],
  [119.4 * 60_000, '119 min'],
  [2.46 * 3_600_000, '2.5 h'],
  [168 * 3_600_000, '168 h'],
])('%d ms are %s', (ms, text) => {
  expect(lastedText(ms)).toBe(text);
});

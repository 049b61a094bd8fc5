import { expect, test } from 'vitest';
import {
  compareVersions,
  isAtLeastVersion,
  isSameVersion,
  lineOfRelease,
  parseVersion,
  releaseLine,
} from '../../src/model/version.ts';

const version = (text: string) => {
  const parsed = parseVersion(text);
  if (!parsed) throw new Error(`${text} is no version`);
  return parsed;
};

test.each(['4.0-alpha1', '4.0-rc1', '4.0', '4.0.1', '4.0.10', '4.1', '5.0-beta1', '5.0.8'])(
  '%s is older than all that come after it',
  (text) => {
    const ordered = [
      '4.0-alpha1',
      '4.0-rc1',
      '4.0',
      '4.0.1',
      '4.0.10',
      '4.1',
      '5.0-beta1',
      '5.0.8',
    ];
    for (const later of ordered.slice(ordered.indexOf(text) + 1)) {
      expect(compareVersions(version(text), version(later))).toBeLessThan(0);
      expect(compareVersions(version(later), version(text))).toBeGreaterThan(0);
    }
    expect(compareVersions(version(text), version(text))).toBe(0);
  },
);

test('texts that are no versions are not taken for one', () => {
  for (const text of ['', 'five', '5', '5.', 'v5.0', '5.0.8 beta']) {
    expect(parseVersion(text)).toBeUndefined();
  }
});

test('the line of a release, and whether it is recent enough', () => {
  expect(releaseLine(version('4.1.10'))).toBe('4.1');
  expect(['4.1.10', '5.0-rc1', 'odd'].map(lineOfRelease)).toEqual(['4.1', '5.0', 'odd']);
  expect(isAtLeastVersion(version('4.1.10'), 4, 1)).toBe(true);
  expect(isAtLeastVersion(version('4.0.19'), 4, 1)).toBe(false);
  expect(isAtLeastVersion(version('5.0.0'), 4, 1)).toBe(true);
});

test('4.1 and 4.1.0 are the same; what is no version is the same only letter by letter', () => {
  expect(isSameVersion('4.1', '4.1.0')).toBe(true);
  expect(isSameVersion('5.0-rc1', '5.0')).toBe(false);
  expect(isSameVersion('odd', 'odd')).toBe(true);
  expect(isSameVersion('odd', '5.0')).toBe(false);
});

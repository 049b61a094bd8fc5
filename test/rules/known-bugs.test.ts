import { expect, test } from 'vitest';
import { compareVersions, parseVersion } from '../../src/model/version.ts';
import { bugsOf, fixFor, knownBugs } from '../../src/rules/known-bugs.ts';

const ticketsOf = (release: string) => bugsOf(release, 'hang').map(({ ticket }) => ticket);

test('a release has what a later one of its line was mended of', () => {
  expect(ticketsOf('4.1.1')).toEqual(['CASSANDRA-18443']);
  expect(ticketsOf('4.1.2')).toEqual([]);
  expect(ticketsOf('4.1.10')).toEqual([]);
  expect(ticketsOf('3.11.0')).toEqual(['CASSANDRA-13652', 'CASSANDRA-15367']);
});

test('of a line that is not listed, and of what is no release, nothing is known', () => {
  expect(ticketsOf('5.0.1')).toEqual([]);
  expect(ticketsOf('2.0.17')).toEqual([]);
  expect(ticketsOf('nonsense')).toEqual([]);
});

test('the fix is that of the same line', () => {
  const bug = knownBugs.find(({ ticket }) => ticket === 'CASSANDRA-13801');
  expect(bug && fixFor(bug, '3.0.15')).toBe('3.0.16');
  expect(bug && fixFor(bug, '3.11.1')).toBe('3.11.2');
});

test('every bug is listed once, with releases of different lines, oldest first', () => {
  expect(new Set(knownBugs.map(({ ticket }) => ticket)).size).toBe(knownBugs.length);
  for (const { fixedIn } of knownBugs) {
    const versions = fixedIn.map((text) => parseVersion(text));
    expect(versions).not.toContain(undefined);
    versions.reduce((before, next) => {
      expect(before && next && compareVersions(before, next)).toBeLessThan(0);
      return next;
    });
  }
});

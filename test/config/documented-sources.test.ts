import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compareVersions, parseVersion } from '../../src/model/version.ts';
import { waysOf } from '../../src/model/ways.ts';

const lines = [
  ['2.1, 2.2', '2.1.0'],
  ['3.0, 3.11', '3.0.0'],
  ['4.0', '4.0.0'],
  ['4.1, 5.0', '4.1.0'],
] as const;

function isThere(since: string, release: string): boolean {
  const [from, at] = [parseVersion(since), parseVersion(release)];
  return from !== undefined && at !== undefined && compareVersions(from, at) <= 0;
}

/** Cells of a row of the table, without their padding. */
const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

test('docs/sources.md says which way gives what in every release line', () => {
  const rows = readFileSync('docs/sources.md', 'utf8').split('\n').map(cellsOf);
  expect(rows).toContainEqual(['source', ...lines.map(([name]) => name)]);
  const header = rows.findIndex(([source]) => source === 'source');
  // Behind the header and the line below it; the first table is the only one.
  const below = rows.slice(header + 2);
  const documented = below.slice(
    0,
    below.findIndex(({ length }) => length === 0),
  );
  for (const [source] of documented) expect(source).toMatch(/^`[\w-]+`$/);
  expect(documented).toEqual(
    Object.entries(waysOf).map(([source, ways]) => [
      `\`${source}\``,
      ...lines.map(([, release]) => {
        const there = Object.entries(ways).filter(([, since]) => isThere(since, release));
        return there.map(([via]) => via).join(', ') || '–';
      }),
    ]),
  );
});

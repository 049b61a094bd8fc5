import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compareVersions, parseVersion } from '../../src/model/version.ts';
import {
  isOfHop,
  operatorNotes,
  upgradeRules,
  type UpgradeRule,
} from '../../src/rules/upgrade/index.ts';
import {
  linesWithWayBackTo,
  linesThatMayGoTo,
  releaseLines,
} from '../../src/rules/upgrade/release-lines.ts';

const hopOf = ({ from, to }: UpgradeRule) =>
  from || to ? `${from?.join(', ') ?? 'any'} → ${to?.join(', ') ?? 'any'}` : 'any';

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

test('docs/preflight.md lists every rule as it is', () => {
  const rows = readFileSync('docs/preflight.md', 'utf8').split('\n').map(cellsOf);
  const listed = rows.filter((cells) => cells.length === 6 && /^`[a-z]/.test(cells[0] ?? ''));
  expect(listed).toEqual(
    upgradeRules.map((rule) => [
      `\`${rule.id}\``,
      rule.needs.length === 0 ? 'note' : rule.severity,
      hopOf(rule),
      rule.must,
      rule.why,
      rule.source,
    ]),
  );
});

test('every rule has a name of its own, a source, and something to do', () => {
  const ids = upgradeRules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, must, why, fix, source, severity } of upgradeRules) {
    expect(id).toMatch(/^[a-z][a-z0-9-]+$/);
    expect(['block', 'warn', 'info']).toContain(severity);
    for (const text of [must, why, fix, source]) {
      expect(text.trim().length, id).toBeGreaterThan(3);
      // One cell of a table, one line of a terminal.
      expect(text, id).not.toMatch(/[|\n]/);
    }
  }
});

test('every rule is of a hop that there is', () => {
  for (const rule of upgradeRules) {
    const hops = [
      ...Object.entries(releaseLines).flatMap(([to, { from }]) =>
        [...Object.keys(from), to, ...linesWithWayBackTo(to)].map((line) => [line, to] as const),
      ),
    ];
    expect(
      hops.some(([from, to]) => isOfHop(rule, from, to)),
      rule.id,
    ).toBe(true);
    for (const line of [...(rule.from ?? []), ...(rule.to ?? [])]) {
      expect(Object.keys(releaseLines), rule.id).toContain(line);
    }
  }
});

test('a rule with nothing to be judged by is a note, and no note blocks', () => {
  const without = upgradeRules.filter(({ needs }) => needs.length === 0);
  expect(without).toEqual(operatorNotes);
  expect(without.map(({ severity }) => severity)).toEqual(without.map(() => 'info'));
});

test('3.x goes to 4.x and no further; every line comes from older ones, from a release of theirs on', () => {
  expect(linesThatMayGoTo('5.0')).toEqual(['4.0', '4.1', '5.0']);
  expect(linesThatMayGoTo('4.1')).toEqual(['3.0', '3.11', '4.0', '4.1']);
  expect(linesThatMayGoTo('7.0')).toBeUndefined();
  for (const [to, { from, newest }] of Object.entries(releaseLines)) {
    expect(newest.startsWith(`${to}.`) || newest.startsWith(`${to}-`), to).toBe(true);
    for (const [line, minimum] of Object.entries(from)) {
      const [older, newer] = [parseVersion(line), parseVersion(to)];
      expect(older && newer && compareVersions(older, newer) < 0, `${line} ${to}`).toBe(true);
      if (minimum !== '') expect(minimum.startsWith(`${line}.`), minimum).toBe(true);
    }
  }
});

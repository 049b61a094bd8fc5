import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { detectors } from '../../src/detect/index.ts';
import { gates } from '../../src/gates/index.ts';
import { operatorNotes, judgedRules } from '../../src/rules/upgrade/index.ts';
import { faultKinds } from '../../src/simulate/fault-kinds.ts';

const root = new URL('../..', import.meta.url).pathname;

function rowsOf(file: string): readonly (readonly string[])[] {
  const text = readFileSync(`${root}docs/${file}`, 'utf8');
  const rows = text.split('\n').filter((line) => /^\| \d+/.test(line));
  return rows.map((row) => row.split('|').map((cell) => cell.trim()));
}

const documents = [
  ['peers.md', 63],
  ['failure-modes.md', 44],
] as const;

test.each(documents)('%s has every row, in order', (file, count) => {
  const numbers = rowsOf(file).map(([, number = '']) => Number.parseInt(number, 10));
  expect(numbers).toEqual(Array.from({ length: count }, (_, index) => index + 1));
});

test.each(documents)('what %s names is there: files, rules, gates, faults, findings', (file) => {
  const text = readFileSync(`${root}docs/${file}`, 'utf8');
  const words = [...text.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
  const files = words.filter((word) => word.startsWith('test/'));
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((path) => !existsSync(root + path))).toEqual([]);
  const named = (kind: string) =>
    [...text.matchAll(new RegExp(`\\b${kind}s? ((?:\`[a-z-]+\`(?:, )?)+)`, 'g'))].flatMap(
      ([, list = '']) => [...list.matchAll(/`([a-z-]+)`/g)].map(([, word = '']) => word),
    );
  const rules = [...judgedRules, ...operatorNotes].map(({ id }) => id);
  const gateIds = [...gates.map(({ id }) => id), 'soak-baseline', 'soak-comparison'];
  expect(named('rule').filter((id) => !rules.some((each) => each === id))).toEqual([]);
  expect(named('gate').filter((id) => !gateIds.includes(id))).toEqual([]);
  expect(named('fault').filter((id) => !faultKinds.some((each) => each === id))).toEqual([]);
  const known = detectors.map(({ id }) => id);
  expect(named('finding').filter((id) => !known.includes(id))).toEqual([]);
});

test('peers.md counts what it says', () => {
  const [, yes, inPart, no] =
    /(\d+) are yes, (\d+) in part, (\d+) no\./.exec(readFileSync(`${root}docs/peers.md`, 'utf8')) ??
    [];
  const count = (how: string) => String(rowsOf('peers.md').filter((row) => row[3] === how).length);
  expect([yes, inPart, no]).toEqual([count('yes'), count('in part'), count('no')]);
});

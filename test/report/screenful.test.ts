import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { renderFindingPage } from '../../src/report/finding-page.ts';
import { toReported } from '../../src/report/health-report.ts';
import { screenRows } from '../../src/report/screen-rows.ts';
import { screenful } from '../../src/report/screenful.ts';
import type { BoardStyle } from '../../src/report/watch-board.ts';

const style: BoardStyle = { columns: 40, rows: 6, colorLevel: 0, charset: 'unicode' };

function rowsTaken(lines: readonly string[], columns: number): number {
  return lines.flatMap((line) => screenRows(line, columns)).length;
}

const ids = Array.from({ length: 8 }, (_, i) => `c1b9f0e0-cd1a-11f0-9c1f-00000000000${i}`);

function explained(part: number, at: BoardStyle): string[] {
  const finding: Finding = {
    detector: 'stalled-compaction',
    state: 'STUCK',
    severity: 'critical',
    node: '10.0.0.1',
    summary: '8 compactions stand still',
    evidence: [],
    advice: [],
  };
  const ssh = 'ssh -o ConnectTimeout=10 cassandra@10.0.0.1';
  const reported = {
    ...toReported(finding, () => undefined, undefined),
    advice: ids.map((id) => ({ text: `${ssh} nodetool -p 7199 stop -id ${id}`, isCall: true })),
  };
  const markdown = '# stalled-compaction STUCK\n\nIt stands still.\n';
  return renderFindingPage(reported, markdown, part, at);
}

test.each([
  [40, 24],
  [60, 12],
  [80, 40],
  [40, 5],
])('commands that are not broken leave the heading in sight at %dx%d', (columns, rows) => {
  const at = { ...style, columns, rows, colorLevel: 1 as const };
  expect(rowsTaken(explained(0, at), columns)).toBeLessThanOrEqual(rows);
  expect(explained(0, at)[0]).toContain('CRITICAL  10.0.0.1');
  const screens = Number(/\d+ of (\d+)/.exec(explained(0, at).at(-1) ?? '')?.[1] ?? 1);
  const all = Array.from({ length: screens }, (_, part) => explained(part, at));
  expect(Math.max(...all.map((lines) => rowsTaken(lines, columns)))).toBeLessThanOrEqual(rows);
  // Each in one piece, for whoever copies it, and all of them once.
  const commands = all.flat().filter((line) => line.includes('stop -id'));
  expect(commands.map((line) => line.slice(-36))).toEqual(ids);
  expect(all.flat()).toContain('It stands still.');
});

test('a line that is higher than the screen is read over several', () => {
  const line = Array.from({ length: 300 }, (_, i) => String(i % 10)).join('');
  const read = [0, 1].map((part) => screenful([line], part, style));
  expect(read.map((lines) => lines.at(-1)?.slice(0, 6))).toEqual(['1 of 2', '2 of 2']);
  expect(read.map((lines) => lines[0]?.length)).toEqual([200, 100]);
  expect(read.map((lines) => lines[0]).join('')).toBe(line);
});

test('a page without a line is a screen with its keys', () => {
  expect(screenful([], 3, style)).toEqual(['any key: back  q: end']);
});

test.each([
  ['', 4, ['']],
  ['abcd', 4, ['abcd']],
  ['abcde', 4, ['abcd', 'e']],
  // A sign of two columns is not halved, a mark stands on the one before, colours take no room.
  ['abc日d', 4, ['abc', '日d']],
  ['abce\u0301f', 4, ['abce\u0301', 'f']],
  ['\u001b[1mabcd\u001b[22m', 4, ['abcd']],
  ['日日', 1, ['日', '日']],
])('%j takes rows of %d columns', (line, columns, rows) => {
  expect(screenRows(line, columns)).toEqual(rows);
});

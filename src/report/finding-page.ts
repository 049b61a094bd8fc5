import { Chalk } from 'chalk';
import type { ReportedFinding } from './health-report.ts';
import { findingLines } from './health-tty.ts';
import { renderPage } from './page-text.ts';
import { printableValue } from './printable-value.ts';
import { screenful } from './screenful.ts';
import type { BoardStyle } from './watch-board.ts';

/** A finding with its numbers and what the docs say of it; `part`: which screen of it, from 0. */
export function renderFindingPage(
  finding: ReportedFinding,
  markdown: string,
  part: number,
  style: BoardStyle,
): string[] {
  const chalk = new Chalk({ level: style.colorLevel });
  const lines = [
    ...findingLines(printableValue(finding), Math.max(20, style.columns), chalk),
    '',
    ...renderPage(markdown, style).trimEnd().split('\n'),
  ];
  return screenful(lines, part, style);
}

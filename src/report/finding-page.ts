import { Chalk } from 'chalk';
import type { ReportedFinding } from './health-report.ts';
import { findingLines } from './health-tty.ts';
import { renderPage } from './page-text.ts';
import { printableValue } from './printable-value.ts';
import { cut, type BoardStyle } from './watch-board.ts';

/** A finding with its numbers and what the docs say of it, as far as it fits; `more` says where all of it is. */
export function renderFindingPage(
  finding: ReportedFinding,
  markdown: string,
  more: string,
  style: BoardStyle,
): string[] {
  const chalk = new Chalk({ level: style.colorLevel });
  const lines = [
    ...findingLines(printableValue(finding), Math.max(20, style.columns), chalk),
    '',
    ...renderPage(markdown, style).trimEnd().split('\n'),
  ];
  const room = style.rows - 1;
  const foot = lines.length > room ? `more: ${more}; any key: back` : 'any key: back';
  return [...lines.slice(0, room), chalk.dim(cut(foot, style))];
}

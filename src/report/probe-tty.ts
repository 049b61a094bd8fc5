import type { ChalkInstance } from 'chalk';
import { toIso } from '../model/instant.ts';
import { findingLines, sectionsText } from './health-tty.ts';
import { printableValue } from './printable-value.ts';
import type { ProbeReport } from './probe-report.ts';
import {
  countRows,
  deedsWords,
  latencyRows,
  notJudgedLines,
  probeVerdict,
  titleWords,
} from './probe-words.ts';
import { textTable } from './text-table.ts';
import { wrap } from './wrap.ts';

/** For people: at most `columns` wide, findings worst first, the verdict last. */
export function renderProbeTty(report: ProbeReport, columns: number, chalk: ChalkInstance): string {
  const safe = printableValue(report);
  const width = Math.max(20, columns);
  const sections = [
    [
      ...wrap(titleWords(safe), width).map((line) => chalk.bold(line)),
      chalk.dim(`${toIso(safe.at)}, ringward ${safe.toolVersion}`),
      ...wrap(deedsWords(safe), width, '', '  '),
    ],
    table(countRows(safe), 'Failed of tries', width, chalk),
    table(latencyRows(safe), '', width, chalk),
    ...safe.findings.map((finding) => findingLines(finding, width, chalk)),
    notJudged(safe, width, chalk),
    verdict(safe, width, chalk),
  ];
  return sectionsText(sections);
}

const fewestColumns = 3;

function table(
  rows: readonly (readonly string[])[],
  title: string,
  width: number,
  chalk: ChalkInstance,
): readonly string[] {
  if (rows.length === 0) return [];
  const lines = textTable(rows, width, fewestColumns) ?? rows.map((row) => row.join('  '));
  const [head = '', ...others] = lines;
  return [...(title === '' ? [] : [chalk.dim(title)]), chalk.dim(head), ...others];
}

function notJudged(report: ProbeReport, width: number, chalk: ChalkInstance): readonly string[] {
  const lines = notJudgedLines(report).flatMap((line) => wrap(line, width, '  ', '    '));
  return lines.length === 0 ? [] : [chalk.yellow('Not judged'), ...lines];
}

function verdict(report: ProbeReport, width: number, chalk: ChalkInstance): readonly string[] {
  const colour = {
    green: chalk.green.bold,
    findings: chalk.red.bold,
    'cannot-tell': chalk.yellow.bold,
  }[report.verdict];
  return wrap(`Verdict: ${probeVerdict(report)}`, width).map((line) => colour(line));
}

import type { ChalkInstance } from 'chalk';
import type { AdviceLine } from '../model/advice.ts';
import { evidenceText } from './evidence-text.ts';
import type { Severity } from '../model/finding.ts';
import { toIso } from '../model/instant.ts';
import type { HealthNode, HealthReport, ReportedFinding } from './health-report.ts';
import {
  askedInShort,
  causeLines,
  loadWords,
  missingLines,
  notJudgedLines,
  peersWords,
  placeWords,
  recordingWords,
  unansweredLines,
  verdictWords,
  windowWords,
} from './health-words.ts';
import { printableValue } from './printable-value.ts';
import { textTable } from './text-table.ts';
import { wrap } from './wrap.ts';

/** For people: at most `columns` wide, findings worst first, the verdict last. */
export function renderHealthTty(
  report: HealthReport,
  columns: number,
  chalk: ChalkInstance,
): string {
  const safe = printableValue(report);
  const width = Math.max(20, columns);
  const sections = [
    header(safe, width, chalk),
    nodeTable(safe.nodes, width, chalk),
    ...safe.findings.map((finding) => findingLines(finding, width, chalk)),
    notSeen(safe, width, chalk),
    unanswered(safe, width, chalk),
    notJudged(safe, width, chalk),
    verdict(safe, width, chalk),
  ];
  return sectionsText(sections);
}

/** One empty line between those that have any. */
export function sectionsText(sections: readonly (readonly string[])[]): string {
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function header(report: HealthReport, width: number, chalk: ChalkInstance): readonly string[] {
  const { cluster, limits, at, toolVersion } = report;
  const title = `${cluster}: health with ${limits.set} limits, ${windowWords(report)}`;
  const asked = `${toIso(at)}, ringward ${toolVersion} asked: ${askedInShort(report)}`;
  return [
    ...wrap(title, width).map((line) => chalk.bold(line)),
    ...recordingWords(report)
      .flatMap((words) => wrap(words, width))
      .map((line) => chalk.yellow(line)),
    ...wrap(asked, width, '', '  ').map((line) => chalk.dim(line)),
    ...runLines(report, width, chalk),
  ];
}

function runLines({ run }: HealthReport, width: number, chalk: ChalkInstance): readonly string[] {
  if (!run) return [];
  const lines = wrap(`run ${run.runId} ${run.text}`, width, '', '  ');
  return [...lines.map((line) => chalk.yellow(line)), `  next: ${run.next}`];
}

const fewestColumns = 4;

function nodeTable(
  nodes: readonly HealthNode[],
  width: number,
  chalk: ChalkInstance,
): readonly string[] {
  const head = ['Node', 'Peers say', 'DC/rack', 'Release', 'Load', 'Host id'];
  const rows = nodes.map((node) => [
    node.address,
    peersWords(node),
    placeWords(node),
    node.release ?? '?',
    loadWords(node),
    node.hostId ?? '?',
  ]);
  const table = textTable([head, ...rows], width, fewestColumns);
  const lines = table?.slice(1).map((line) => [line]) ?? rows.map((row) => wrapRow(row, width));
  const coloured = lines.flatMap((of, i) => of.map((line) => nodeColour(nodes[i], chalk)(line)));
  return table ? [chalk.dim(table[0] ?? ''), ...coloured] : coloured;
}

function wrapRow(row: readonly string[], width: number): readonly string[] {
  return wrap(row.slice(0, fewestColumns).join('  '), width, '', '  ');
}

function nodeColour(node: HealthNode | undefined, chalk: ChalkInstance): ChalkInstance {
  return node?.peersSay === 'up' ? chalk.reset : severityColour('critical', chalk);
}

/** A finding for people: what is wrong, its numbers, its causes, what to type next. */
export function findingLines(
  finding: ReportedFinding,
  width: number,
  chalk: ChalkInstance,
): readonly string[] {
  const { severity, node, subject, summary, evidence, advice } = finding;
  const name = [finding.detector, finding.state].filter((part) => part !== undefined).join(' ');
  const title = [severity.toUpperCase(), node, name, ...(subject ? [`(${subject})`] : [])];
  return [
    ...wrap(title.join('  '), width, '', '  ').map((line) => severityColour(severity, chalk)(line)),
    ...wrap(summary, width, '  '),
    ...evidence.flatMap((one) =>
      wrap(evidenceText(one), width, '    ', '      ').map((line) => chalk.dim(line)),
    ),
    ...causeLines(finding).flatMap((line) => wrap(line, width, '  ', '    ')),
    ...nextLines(advice, width),
  ];
}

function nextLines(advice: readonly AdviceLine[], width: number): readonly string[] {
  return advice.flatMap((one, i) => adviceLines(one, i === 0 ? '  next: ' : '        ', width));
}

/** A command that is broken into lines would be run as several when it is pasted. */
function adviceLines({ text, isCall }: AdviceLine, lead: string, width: number): readonly string[] {
  return isCall ? [`${lead}${text}`] : wrap(text, width, lead, '          ');
}

function notSeen(
  { missing, next }: HealthReport,
  width: number,
  chalk: ChalkInstance,
): readonly string[] {
  if (missing.length === 0) return [];
  const lines = missingLines(missing).flatMap((line) => wrap(line, width, '  ', '    '));
  return [chalk.yellow('Not seen'), ...lines, ...nextLines(next, width)];
}

function unanswered(report: HealthReport, width: number, chalk: ChalkInstance): readonly string[] {
  if (report.unanswered.length === 0) return [];
  const lines = unansweredLines(report).flatMap((line) => wrap(line, width, '  ', '    '));
  return [chalk.yellow('Not seen at every look'), ...lines];
}

function notJudged(report: HealthReport, width: number, chalk: ChalkInstance): readonly string[] {
  if (report.notJudged.length === 0) return [];
  const lines = notJudgedLines(report).flatMap((line) => wrap(line, width, '  ', '    '));
  return [chalk.dim('Not judged'), ...lines];
}

function verdict(report: HealthReport, width: number, chalk: ChalkInstance): readonly string[] {
  const colour = {
    healthy: chalk.green.bold,
    findings: chalk.red.bold,
    'cannot-tell': chalk.yellow.bold,
  }[report.verdict];
  return wrap(`Verdict: ${verdictWords(report)}`, width).map((line) => colour(line));
}

export function severityColour(severity: Severity, chalk: ChalkInstance): ChalkInstance {
  return { critical: chalk.red, warning: chalk.yellow, info: chalk.cyan }[severity];
}

import type { AdviceLine } from '../model/advice.ts';
import { toIso } from '../model/instant.ts';
import { evidenceText } from './evidence-text.ts';
import type { HealthNode, HealthReport, ReportedFinding } from './health-report.ts';
import {
  askedWords,
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

/** For a ticket or a post mortem. */
export function renderHealthMarkdown(report: HealthReport): string {
  const safe = printableValue(report);
  const sections = [
    `# Health of ${escaped(safe.cluster)}: ${escaped(verdictWords(safe))}`,
    `${toIso(safe.at)}, ${safe.limits.set} limits, ${windowWords(safe)}, ringward ${escaped(safe.toolVersion)}.\nAsked: ${escaped(askedWords(safe))}.`,
    ...recordingWords(safe).map(escaped),
    ...runSection(safe),
    nodeTable(safe.nodes),
    ...safe.findings.map(findingSection),
    ...list('Not seen', missingLines(safe.missing)),
    ...list('Not seen at every look', unansweredLines(safe)),
    ...list('Not judged', notJudgedLines(safe)),
    ...(safe.next.length > 0 ? ['## Next', steps(safe.next)] : []),
  ];
  return `${sections.join('\n\n')}\n`;
}

function runSection({ run }: HealthReport): readonly string[] {
  return run ? [`Run ${escaped(`${run.runId} ${run.text}`)}. Next: ${codeOf(run.next)}`] : [];
}

function nodeTable(nodes: readonly HealthNode[]): string {
  const rows = nodes.map((node) => [
    node.address,
    peersWords(node),
    placeWords(node),
    node.release ?? '?',
    loadWords(node),
    node.hostId ?? '?',
  ]);
  const head = ['Node', 'Peers say', 'DC/rack', 'Release', 'Load', 'Host id'];
  return table([head, ...rows]);
}

/** The first row is its head. */
export function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

export function findingSection(finding: ReportedFinding): string {
  const { severity, node, state, subject, detector } = finding;
  const name = [detector, state, subject].filter((part) => part !== undefined).join(' ');
  return [
    `## ${severity}: ${escaped(node)}, ${escaped(name)}`,
    '',
    escaped(finding.summary),
    '',
    ...finding.evidence.map((one) => `- ${escaped(evidenceText(one))}`),
    ...causeLines(finding).map((line) => `- ${escaped(line)}`),
    '',
    steps(finding.advice),
  ].join('\n');
}

function steps(advice: readonly AdviceLine[]): string {
  return advice.map((one, i) => `${i + 1}. ${adviceText(one)}`).join('\n');
}

export function list(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [`## ${title}`, lines.map((line) => `- ${escaped(line)}`).join('\n')];
}

/** What can be pasted is code, a sentence is not. */
function adviceText({ text, isCall }: AdviceLine): string {
  return isCall ? codeOf(text) : escaped(text);
}

/** Text from a cluster must not become markup. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~&!]/g, '\\$&');
}

/** A code span whose fence is longer than any run of backticks within. */
function codeOf(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

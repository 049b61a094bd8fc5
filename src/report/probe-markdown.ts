import { toIso } from '../model/instant.ts';
import { escaped, findingSection, list, table } from './health-markdown.ts';
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

/** For a ticket or a post mortem. */
export function renderProbeMarkdown(report: ProbeReport): string {
  const safe = printableValue(report);
  const sections = [
    `# ${escaped(titleWords(safe))}`,
    `${toIso(safe.at)}, ringward ${escaped(safe.toolVersion)}. ${escaped(probeVerdict(safe))}.`,
    `The probe ${escaped(deedsWords(safe))}`,
    `Failed of tries:`,
    table(countRows(safe)),
    ...(latencyRows(safe).length > 0 ? [table(latencyRows(safe))] : []),
    ...safe.findings.map(findingSection),
    ...list('Not judged', notJudgedLines(safe)),
  ];
  return `${sections.join('\n\n')}\n`;
}

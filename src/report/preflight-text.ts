import {
  acceptedLevelText,
  isLost,
  type Acceptance,
  type AcceptedLevel,
} from '../model/acceptance.ts';
import { groupBy } from '../model/group-by.ts';
import { isBlocking, type RuleFinding } from '../model/rule-finding.ts';
import { printable } from '../model/printable.ts';

/** What the rules of the hop say, for a terminal: what blocks first, then what only the operator can know. */
export function preflightText(
  findings: readonly RuleFinding[],
  accepted: readonly Acceptance[] = [],
): readonly string[] {
  if (findings.length === 0) return [];
  const judged = findings.filter(
    ({ verdict }) => verdict === 'broken' || verdict === 'cannot-tell',
  );
  return [
    'Preflight:',
    ...judged.flatMap((finding) => findingLines(finding, accepted)),
    ...notJudgedLines(findings),
    ...findings.filter(({ verdict }) => verdict === 'note').flatMap(noteLines),
  ].map(printable);
}

export function acceptedText(accepted: readonly Acceptance[] = []): readonly string[] {
  return accepted.map((one) => printable(`accepted ${acceptedName(one)}: ${one.because}`));
}

/**
 * `java`, or `keyspace ks1 loses LOCAL_QUORUM in dc1, 0 live of 1 needed`, or, where the level holds, `keyspace ks1 keeps
 * no margin for QUORUM, 2 live of 2 needed`
 */
export function acceptedName(one: Acceptance): string {
  if (one.rule !== undefined) return one.rule;
  const saying = (what: string, levels: readonly AcceptedLevel[]) =>
    levels.length === 0 ? [] : [`${what} ${levels.map(acceptedLevelText).join('; ')}`];
  const told = [
    ...saying('loses', one.levels.filter(isLost)),
    ...saying(
      'keeps no margin for',
      one.levels.filter((level) => !isLost(level)),
    ),
  ];
  return `keyspace ${one.keyspace} ${told.join('; ')}`;
}

function findingLines(finding: RuleFinding, accepted: readonly Acceptance[]): readonly string[] {
  const { rule, verdict, what, nodes, fix, source } = finding;
  const where = nodes.length === 0 ? '' : `${nodesText(nodes)}: `;
  const unknown = verdict === 'cannot-tell' ? 'cannot tell, ' : '';
  const because = accepted.find((one) => one.rule === rule)?.because;
  return [
    `  ${kindOf(finding, because !== undefined)} ${rule}: ${where}${unknown}${what}`,
    ...(because === undefined || !isBlocking(finding) ? [] : [`        because: ${because}`]),
    `        do: ${fix}`,
    `        source: ${source}`,
  ];
}

function kindOf(finding: RuleFinding, isAccepted: boolean): string {
  if (!isBlocking(finding)) return finding.severity === 'info' ? 'info  ' : 'warn  ';
  return isAccepted ? 'accept' : 'BLOCK ';
}

const shown = 3;

function nodesText(nodes: readonly string[]): string {
  const more = nodes.length - shown;
  return nodes.slice(0, shown).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Many rules for one reason. */
function notJudgedLines(findings: readonly RuleFinding[]): readonly string[] {
  const open = findings.filter(({ verdict }) => verdict === 'not-judged');
  const alike = groupBy(open, ({ what, nodes, fix }) => `${what}|${fix}|${nodes.join()}`);
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const rules = [...new Set(same.map(({ rule }) => rule))].join(', ');
    return [
      `  not judged (${first.what}; ${nodesText(first.nodes)}): ${rules}`,
      `        do: ${first.fix}`,
    ];
  });
}

function noteLines({ rule, what, fix, source }: RuleFinding): readonly string[] {
  return [`  note   ${rule}: ${what}`, `        do: ${fix}`, `        source: ${source}`];
}

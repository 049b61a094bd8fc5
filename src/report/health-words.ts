import { counted } from '../model/counted.ts';
import { severities, type MissingSource, type NotJudged } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import { toIso } from '../model/instant.ts';
import type { HealthNode, HealthReport, ReportedFinding } from './health-report.ts';

/** `watched 90 s (10 looks)` or `one look` */
export function windowWords({ looks, windowMs }: HealthReport): string {
  return looks < 2 ? 'one look' : `watched ${Math.round(windowMs / 1000)} s (${looks} looks)`;
}

/** Of what it is, when no node was asked, and whose commands its advice names; nothing where nodes were asked. */
export function recordingWords({ recording, findings, next }: HealthReport): readonly string[] {
  if (!recording) return [];
  const isAdvised = next.length > 0 || findings.some(({ advice }) => advice.length > 0);
  const { from, until, isCutOff, looksLeftOut } = recording;
  const when = `of ${toIso(from)} to ${toIso(until)}`;
  const leftOut =
    looksLeftOut > 0
      ? `; without its last ${looksLeftOut} looks and what is asked at the end (--for)`
      : '';
  return [
    `a recording ${when}${isCutOff ? ', where it was cut off' : ''}; no node was asked${leftOut}`,
    ...(isAdvised ? [usualCommands] : []),
  ];
}

const usualCommands =
  'commands for nodes are those of most installations: a recording keeps none of its inventory';

/** `compactionstats, status (JMX); cql-local (CQL)`: what was asked, and which way the answers came. */
export function askedWords(report: Pick<HealthReport, 'nodes' | 'sources'>): string {
  const groups = byWay(report);
  const asked = groups.map(([how, of]) => namedWay(how, of.join(', '), isWayKnown(groups)));
  return asked.join('; ') + noJmxWords(report.nodes);
}

/** `13 answers by JMX, 11 by CQL`: named are only those that came in more ways than one, or in none. */
export function askedInShort(report: Pick<HealthReport, 'nodes' | 'sources'>): string {
  const groups = byWay(report);
  const isPlain = (how: string) => Object.values<string>(ways).includes(how);
  const plain = groups.filter(([how]) => isPlain(how));
  const counts = plain.map(([how, of], i) => `${of.length}${i === 0 ? ' answers' : ''} by ${how}`);
  const named = groups
    .filter(([how]) => !isPlain(how))
    .map(([how, of]) => namedWay(how, of.join(', '), isWayKnown(groups)));
  const all = [...(counts.length > 0 ? [counts.join(', ')] : []), ...named];
  return all.join('; ') + noJmxWords(report.nodes);
}

/** Where the way of others is known, those without one did not answer. */
function namedWay(how: string, names: string, isKnown: boolean): string {
  if (how !== '') return `${names} (${how})`;
  return isKnown ? `without an answer ${names}` : names;
}

function isWayKnown(groups: ReturnType<typeof byWay>): boolean {
  return groups.some(([how]) => how !== '');
}

/** Which ways, with the sources whose answers came so. */
function byWay({ nodes, sources }: Pick<HealthReport, 'nodes' | 'sources'>) {
  const waysOf = (source: string) =>
    viaOrder.filter((way) => nodes.some(({ via }) => via[source] === way)).map((way) => ways[way]);
  return [...groupBy(sources, (source) => waysOf(source).join(' and '))];
}

/** A way that the operator took for open is closed: a look costs far more then. */
function noJmxWords(nodes: readonly HealthNode[]): string {
  const without = nodes.filter(({ noJmx }) => noJmx !== undefined);
  const [stoodIn, inVain] = [true, false].map((came) =>
    without.filter(({ via }) => Object.values(via).includes('nodetool') === came),
  );
  return (
    noJmxOf(stoodIn, 'so nodetool stood in for') + noJmxOf(inVain, 'nor did nodetool answer for')
  );
}

function noJmxOf([first, ...others]: readonly HealthNode[] = [], what: string): string {
  if (!first) return '';
  const more = others.length > 0 ? ` (and ${counted(others.length, 'more node')})` : '';
  return `. ${(first.noJmx ?? '').replace(/\.$/, '')}, ${what} ${first.address}${more}`;
}

const ways = { jmx: 'JMX', cql: 'CQL', nodetool: 'nodetool', host: 'its machine' } as const;
const viaOrder = ['jmx', 'cql', 'nodetool', 'host'] as const;

/** The last line: what it comes to, and the exit code. */
export function verdictWords(report: HealthReport): string {
  const exit = `(exit ${report.exitCode})`;
  switch (report.verdict) {
    case 'healthy':
      return `healthy${withWords(report)}${unansweredWords(report)}${unjudgedWords(report.notJudged)} ${exit}`;
    case 'findings':
      return `findings: ${countWords(report)} ${exit}`;
    case 'cannot-tell':
      return `cannot tell: ${answersWords(report.missing)} missing ${exit}`;
  }
}

/** An answer that is missing for two reasons is one. */
function answersWords(missing: HealthReport['missing']): string {
  const { size } = new Set(missing.map(({ node, source }) => `${node} ${source}`));
  return size === 1 ? '1 answer is' : `${size} answers are`;
}

function withWords(report: HealthReport): string {
  return report.findings.length > 0 ? `, with ${countWords(report)}` : '';
}

/** `; 3 answers did not come at earlier looks`: whoever answers now was not well all the time. */
function unansweredWords({ unanswered: { length } }: HealthReport): string {
  return length > 0
    ? `; ${length} answer${length === 1 ? '' : 's'} did not come at earlier looks`
    : '';
}

/** `10.0.0.3: status, info: at 1 of 7 looks, last at 2026-11-24T19:01:30Z: timed-out, ...` */
export function unansweredLines({
  unanswered,
}: Pick<HealthReport, 'unanswered'>): readonly string[] {
  return linesOfSources(unanswered, (one) => {
    const { looks, of, at } = one;
    return `at ${looks} of ${of} looks, last at ${toIso(at)}: ${reasonWords(one)}`;
  });
}

/** `; 2 detectors not judged`: what nobody looked at is not healthy, and leaves the exit code alone. */
export function unjudgedWords({ length }: readonly NotJudged[]): string {
  return length > 0 ? `; ${length} detector${length === 1 ? '' : 's'} not judged` : '';
}

/** `2 critical, 1 warning, 1 info` */
export function countWords({ findings }: Pick<HealthReport, 'findings'>): string {
  return severities
    .toReversed()
    .map((severity) => [findings.filter((one) => one.severity === severity).length, severity])
    .filter(([count]) => count !== 0)
    .map(([count, severity]) => `${count} ${severity}`)
    .join(', ');
}

/** `UP 2/2`, `UP 1/1, 1 ?, leaving`: how many of the answering peers say so, and where it stands if that is not normal. */
export function peersWords(node: HealthNode): string {
  const { unsureBy, state = 'normal' } = node;
  const unsure = unsureBy.length > 0 ? [`${unsureBy.length} ?`] : [];
  const stands = state === 'unknown' ? ['state unknown'] : state === 'normal' ? [] : [state];
  return [livenessWords(node), ...unsure, ...stands].join(', ');
}

function livenessWords(node: HealthNode): string {
  const [up, down] = [node.upBy.length, node.downBy.length];
  switch (node.peersSay) {
    case 'up':
      return `UP ${up}/${up + down}`;
    case 'down':
      return `DOWN ${down}/${up + down}`;
    case 'split':
      return `split ${up} UP, ${down} DOWN`;
    case 'absent':
      return 'not in the ring';
    case 'unknown':
      return 'unknown';
  }
}

export function placeWords({ dc, rack }: HealthNode): string {
  return dc === undefined ? '?' : `${dc}/${rack ?? '?'}`;
}

/** `42.9 MiB` */
export function loadWords({ loadBytes }: HealthNode): string {
  if (loadBytes === undefined) return '?';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, loadBytes)) / 10));
  return `${Math.round((loadBytes / 1024 ** step) * 10) / 10} ${units[step] ?? ''}`;
}

/** One line for each node and reason: `10.0.0.3: status, info: unreachable, connection refused`. */
export function missingLines(missing: readonly MissingSource[]): readonly string[] {
  return linesOfSources(missing, reasonWords);
}

/** Sources of which all else is the same together. */
function linesOfSources<T extends Pick<MissingSource, 'node'> & { readonly source: string }>(
  all: readonly T[],
  wordsOf: (one: T) => string,
): readonly string[] {
  const groups = groupBy(all, (one) =>
    JSON.stringify(Object.entries({ ...one, source: '' }).toSorted()),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const sources = group.map(({ source }) => source).join(', ');
    return [`${first.node}: ${sources}: ${wordsOf(first)}`];
  });
}

function reasonWords({ why, detail }: Pick<MissingSource, 'why' | 'detail'>): string {
  return detail === '' || detail === why ? why : `${why}, ${detail}`;
}

/** `cause: the throttle (likely): moves at 1 share of it; against it: ...` and `not: ...`, a line each. */
export function causeLines({
  causes,
  ruledOut,
}: Pick<ReportedFinding, 'causes' | 'ruledOut'>): readonly string[] {
  return [
    ...(causes ?? []).map(({ title, confidence, speaksFor, speaksAgainst }) => {
      const against = speaksAgainst.length > 0 ? `; against it: ${speaksAgainst.join(', ')}` : '';
      return `cause: ${title} (${confidence}): ${speaksFor.join(', ')}${against}`;
    }),
    ...(ruledOut ?? []).map(({ title, because }) => `not: ${title}: ${because}`),
  ];
}

/** `write-path, gc-pauses: needs --for 30s`: those with the same reason together. */
export function notJudgedLines({ notJudged }: Pick<HealthReport, 'notJudged'>): readonly string[] {
  const groups = groupBy(notJudged, ({ reason }) => reason);
  return [...groups].map(
    ([reason, all]) => `${all.map(({ detector }) => detector).join(', ')}: ${reason}`,
  );
}

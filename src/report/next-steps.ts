import { logOf, nodetoolOn, startOf, type Advice } from '../model/advice.ts';
import { isAway } from '../model/away.ts';
import { counted } from '../model/counted.ts';
import type { Finding, MissingSource } from '../model/finding.ts';
import { peersView } from '../model/peers-view.ts';
import type { Seen } from '../model/seen.ts';
import { addressesOf, latestOf } from '../model/series.ts';
import type { Series, SourceId } from '../model/snapshot.ts';
import { waysOf } from '../model/ways.ts';

/** Of more nodes than this it is the network or the inventory. */
const mostNodes = 3;

/** Why nothing more may be known. */
interface Unknown {
  readonly missing: readonly MissingSource[];
  /** What was found beside it, which has advice of its own. */
  readonly findings?: readonly Pick<Finding, 'advice'>[];
  /** In this folder, and above it, no inventory was found. */
  readonly noInventoryIn?: string | undefined;
}

/** What to do where answers are missing, as far as no finding says it; empty: their reasons say it. */
export function nextSteps(
  series: Series,
  { missing, findings = [], noInventoryIn }: Unknown,
): readonly Advice[] {
  const nodes = addressesOf(series);
  const told = new Set(findings.flatMap(({ advice }) => advice.map((one) => JSON.stringify(one))));
  const stepsOf = (of: readonly string[], steps: (node: string) => readonly Advice[]) =>
    of
      .map((node) => steps(node).filter((one) => !told.has(JSON.stringify(one))))
      .filter(({ length }) => length > 0);
  const away = nodes.filter((node) => isAway(series, node));
  const others = nodes.filter((node) => !away.includes(node));
  return [
    ...(noInventoryIn === undefined ? [] : [noneFound(noInventoryIn, nodes)]),
    ...firstOf(stepsOf(away, (node) => [logOf(node), startOf(node)])),
    ...firstOf(stepsOf(others, (node) => askedByHand(series, node, missing))),
    ...(missing.some(({ why }) => why === 'authentication') ? [secrets] : []),
    ...leadingAstray(series, missing),
  ];
}

/** Their reasons say what to mend. */
function leadingAstray(series: Series, missing: readonly MissingSource[]): readonly string[] {
  const reasons = missing.flatMap(({ node, source }) => {
    const seen = source === 'rings' ? undefined : latestOf(series, node, source);
    return seen?.kind === 'missing' && seen.why === 'another-node' ? [seen.detail] : [];
  });
  return [...new Set(reasons)];
}

function firstOf(steps: readonly (readonly Advice[])[]): readonly Advice[] {
  const left = steps.length - mostNodes;
  const more = left > 0 ? [`the same on ${counted(left, 'more node')}`] : [];
  return [...steps.slice(0, mostNodes).flat(), ...more];
}

/** Of a node that is there: the same question shows by hand what comes instead of an answer, its log why. */
function askedByHand(
  series: Series,
  node: string,
  missing: readonly MissingSource[],
): readonly Advice[] {
  const sources = missing.flatMap((one) =>
    one.node === node && one.source !== 'rings' ? [one.source] : [],
  );
  const answerOf = (source: SourceId) => latestOf(series, node, source);
  const isSilent = sources.some((source) => isOfNode(source) && isLost(answerOf(source)));
  // It came, and what it says is not known.
  const isStrange = sources.includes('netstats') && answerOf('netstats')?.kind === 'seen';
  const [unsure] = peersView(series, node).unsure;
  return [
    // Where only CQL is silent it says whether native transport is active.
    ...(isSilent ? [nodetoolOn(node, 'info')] : []),
    ...(isStrange ? [nodetoolOn(node, 'netstats')] : []),
    ...(isSilent ? [logOf(node)] : []),
    ...(unsure === undefined ? [] : [nodetoolOn(unsure, 'status')]),
  ];
}

/** Not for want of a password, or of leave to ask. */
function isLost(seen: Seen<unknown> | undefined): boolean {
  return (
    seen?.kind === 'missing' &&
    ['timed-out', 'unreachable', 'unreadable', 'failed'].includes(seen.why)
  );
}

/** Not of its machine alone: of that the reason says it all. */
function isOfNode(source: SourceId): boolean {
  return 'jmx' in waysOf[source] || 'cql' in waysOf[source];
}

function noneFound(folder: string, asked: readonly string[]): string {
  return `no ringward.yaml was found in ${folder} or any folder above it, so ${asked.join(', ')} was asked: name one with --inventory FILE, or write one (docs/inventory.md shows how)`;
}

const secrets =
  'mend user and passwordFrom under cql or jmx of the inventory, or the grants of that user';

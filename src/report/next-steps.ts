import { logOf, nodetoolOn, startOf, type Advice } from '../model/advice.ts';
import { isAway } from '../model/away.ts';
import type { MissingSource } from '../model/finding.ts';
import { peersView } from '../model/peers-view.ts';
import type { Seen } from '../model/seen.ts';
import { addressesOf, latestOf } from '../model/series.ts';
import type { Series, SourceId } from '../model/snapshot.ts';
import { waysOf } from '../model/ways.ts';

/** Of more nodes than this it is the network or the inventory. */
const mostNodes = 3;

/**
 * What to do where nothing was found because answers are missing; empty: their reasons say it. `noInventoryIn`: in
 * this folder, and above it, no inventory was found.
 */
export function nextSteps(
  series: Series,
  missing: readonly MissingSource[],
  noInventoryIn?: string,
): readonly Advice[] {
  const nodes = addressesOf(series);
  const away = nodes.filter((node) => isAway(series, node));
  const others = nodes.flatMap((node) => {
    const steps = away.includes(node) ? [] : askedByHand(series, node, missing);
    return steps.length > 0 ? [steps] : [];
  });
  return [
    ...(noInventoryIn === undefined ? [] : [noneFound(noInventoryIn, nodes)]),
    ...firstOf(away.map((node) => [logOf(node), startOf(node)])),
    ...firstOf(others),
    ...(missing.some(({ why }) => why === 'authentication') ? [secrets] : []),
  ];
}

function firstOf(steps: readonly (readonly Advice[])[]): readonly Advice[] {
  const left = steps.length - mostNodes;
  const more = left > 0 ? [`the same on ${left} more ${left === 1 ? 'node' : 'nodes'}`] : [];
  return [...steps.slice(0, mostNodes).flat(), ...more];
}

/** Of a node that is there: the same question shows by hand what comes instead of an answer, its log why. */
function askedByHand(
  series: Series,
  node: string,
  missing: readonly MissingSource[],
): readonly Advice[] {
  const sources = missing.flatMap((one) =>
    one.node === node && one.source !== 'rings' ? [one.source as SourceId] : [],
  );
  const answerOf = (source: SourceId) => latestOf(series, node, source);
  const lost = sources.filter((source) => isLost(answerOf(source)));
  const [byNodetool, byCql] = [lost.some(isOfNodetool), lost.some(isOfCqlAlone)];
  // It came, and what it says is not known.
  const isStrange = sources.includes('netstats') && answerOf('netstats')?.kind === 'seen';
  const [unsure] = peersView(series, node).unsure;
  return [
    ...(byNodetool ? [nodetoolOn(node, 'info')] : []),
    ...(byCql ? [nodetoolOn(node, 'statusbinary')] : []),
    ...(isStrange ? [nodetoolOn(node, 'netstats')] : []),
    ...(byNodetool || byCql ? [logOf(node)] : []),
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

function isOfNodetool(source: SourceId): boolean {
  return 'jmx' in waysOf[source];
}

function isOfCqlAlone(source: SourceId): boolean {
  return Object.keys(waysOf[source]).join() === 'cql';
}

function noneFound(folder: string, asked: readonly string[]): string {
  return `no ringward.yaml was found in ${folder} or any folder above it, so ${asked.join(', ')} was asked: name one with --inventory FILE, or write one (docs/inventory.md shows how)`;
}

const secrets =
  'mend user and passwordFrom under cql or jmx of the inventory, or the grants of that user';

import type { MissingSource } from '../model/finding.ts';
import { onceForNewest } from '../model/once-for-newest.ts';
import type { Seen } from '../model/seen.ts';
import { addressesOf, latestOf } from '../model/series.ts';
import type { NodeSnapshot, Series, Snapshot, SourceId } from '../model/snapshot.ts';
import { listed } from './wording.ts';

/** What any node did not say when last asked. What its version does not offer is not missing. */
export function missingSources(series: Series, sources: readonly SourceId[]): MissingSource[] {
  const silent = silentNodes(series);
  if (silent.size === 0) return [];
  return addressesOf(series)
    .filter((address) => silent.has(address))
    .flatMap((address) => missingOf(series, address, sources));
}

export function missingOf(
  series: Series,
  node: string,
  sources: readonly SourceId[],
): MissingSource[] {
  if (!silentNodes(series).has(node)) return [];
  return sources.flatMap((source) => {
    const seen = latestOf(series, node, source);
    if (seen?.kind !== 'missing' || seen.why === 'unsupported') return [];
    return [{ node, source, why: seen.why, detail: seen.detail }];
  });
}

/**
 * Those that left anything unanswered at any look that their version offers. Most nodes answer everything,
 * and every detector asks what did not come.
 */
export const silentNodes = onceForNewest(
  (series: Series): ReadonlySet<string> => new Set(series.flatMap(({ nodes }) => silentIn(nodes))),
);

/** A look is shown again beside the next. */
const silentIn = onceForNewest((nodes: Snapshot['nodes']) => nodes.filter(isSilent).map(addressOf));

function isSilent({ sources }: NodeSnapshot): boolean {
  for (const source in sources) {
    const seen = sources[source as SourceId];
    if (seen?.kind === 'missing' && seen.why !== 'unsupported') return true;
  }
  return false;
}

function addressOf({ address }: NodeSnapshot): string {
  return address;
}

/**
 * The words for `notJudged` when a node was never asked, or does not offer the source: an older
 * version, a machine that cannot be reached, a way (`--via`) that leaves it out.
 */
export function notAsked(series: Series, source: SourceId): string | undefined {
  const without = nodesWithout(series, source);
  const [first] = without;
  if (first === undefined) return undefined;
  const whom = without.length === addressesOf(series).length ? 'any node' : listed(without);
  const seen = latestOf(series, first, source);
  if (seen?.kind !== 'missing') return `${source} was not asked of ${whom}`;
  if (seen.why === 'not-asked') return `${source} was not asked of ${whom}: ${seen.detail}`;
  return `${source} is not to be had from ${whom}: ${seen.detail}`;
}

/** A part of what a detector finds that only this source tells: where a node does not offer it the rest is judged. */
export function withoutPart(series: Series, source: SourceId, part: string): string | undefined {
  const node = addressesOf(series).find((each) => isLeftOut(latestOf(series, each, source)));
  const seen = node === undefined ? undefined : latestOf(series, node, source);
  return seen?.kind === 'missing'
    ? `${part}, as on ${node}: ${source} is not to be had: ${seen.detail}`
    : undefined;
}

/** A log that nobody reads, or in a layout that is not Cassandra's, is no proof that nothing is wrong. */
export function withoutLog(series: Series, toldOf: string): string | undefined {
  for (const node of addressesOf(series)) {
    const log = latestOf(series, node, 'log');
    if (log?.kind === 'missing' && log.why === 'unsupported') {
      return `what only a log tells of ${toldOf}, as on ${node}: ${log.detail}`;
    }
  }
  return undefined;
}

/** Nearly always none, or all of a version, as the newest look shows. */
function nodesWithout(series: Series, source: SourceId): readonly string[] {
  const newest = series.at(-1)?.nodes ?? [];
  if (newest.every(({ sources }) => sources[source]?.kind === 'seen')) return [];
  const nodes = addressesOf(series);
  const isOffered = newest.some(({ sources }) => !isLeftOut(sources[source]));
  return isOffered ? nodes.filter((node) => isWithout(series, node, source)) : nodes;
}

function isWithout(series: Series, node: string, source: SourceId): boolean {
  const seen = latestOf(series, node, source);
  return seen === undefined || isLeftOut(seen);
}

function isLeftOut(seen: Seen<unknown> | undefined): boolean {
  return seen?.kind === 'missing' && (seen.why === 'unsupported' || seen.why === 'not-asked');
}

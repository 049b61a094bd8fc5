import { groupBy } from './group-by.ts';
import type { Instant } from './instant.ts';
import { onceForNewest } from './once-for-newest.ts';
import { rememberLast } from './remember-last.ts';
import type { Seen } from './seen.ts';
import type { NodeSnapshot, Series, Snapshot, SourceId, SourceValues } from './snapshot.ts';

/** An answer with the time it was given. */
export interface Look<T> {
  readonly at: Instant;
  readonly value: T;
}

/** What the node said when it was last asked: a newer failure wins over an older answer. */
export function latestOf<S extends SourceId>(
  series: Series,
  address: string,
  source: S,
): Seen<SourceValues[S]> | undefined {
  const looks = looksAt(series, address);
  for (let at = looks.length - 1; at >= 0; at -= 1) {
    const seen = looks[at]?.sources[source];
    if (seen) return seen;
  }
  return undefined;
}

/** The value of `latestOf`, or undefined. */
export function latestValue<S extends SourceId>(
  series: Series,
  address: string,
  source: S,
): SourceValues[S] | undefined {
  const seen = latestOf(series, address, source);
  return seen?.kind === 'seen' ? seen.value : undefined;
}

/** Its newest answer to this question, whether or not a failure came after it. */
export function newestOf<S extends SourceId>(
  series: Series,
  address: string,
  source: S,
): SourceValues[S] | undefined {
  const looks = looksAt(series, address);
  for (let at = looks.length - 1; at >= 0; at -= 1) {
    const seen = looks[at]?.sources[source];
    if (seen?.kind === 'seen') return seen.value;
  }
  return undefined;
}

/** Every answer of the node to this question, oldest first. */
export function looksOf<S extends SourceId>(
  series: Series,
  address: string,
  source: S,
): readonly Look<SourceValues[S]>[] {
  const found: Look<SourceValues[S]>[] = [];
  for (const { sources } of looksAt(series, address)) {
    const seen = sources[source];
    if (seen?.kind === 'seen') found.push({ at: seen.at, value: seen.value });
  }
  return found;
}

/** The node at every look that has it, oldest first. */
export function looksAt(series: Series, address: string): readonly NodeSnapshot[] {
  return byNode(series).get(address) ?? [];
}

/** Every detector asks of every node. */
const byNode = onceForNewest((series: Series) =>
  groupBy(
    series.flatMap(({ nodes }) => nodes),
    ({ address }) => address,
  ),
);

/** Addresses of the inventory, in its order. */
export function addressesOf(series: Series): readonly string[] {
  const newest = series.at(-1)?.nodes;
  return newest ? addressesIn(newest) : [];
}

const addressesIn = rememberLast((nodes: Snapshot['nodes']): readonly string[] =>
  nodes.map(({ address }) => address),
);

/** Time from the first to the last look, in ms; 0 for a single look. */
export function spanMs(series: readonly { readonly at: Instant }[]): number {
  const first = series[0];
  const last = series.at(-1);
  return first && last ? last.at - first.at : 0;
}

/**
 * How far a counter rose over the samples. A value below the one before is that of a new process, which
 * began at 0: what it had counted by then is counted too, or left out.
 */
export function riseOf(
  samples: readonly Look<number>[],
  afterRestart: 'counted' | 'left-out',
): number {
  return samples.slice(1).reduce((sum, { value }, i) => {
    const before = samples[i]?.value ?? 0;
    if (value >= before) return sum + value - before;
    return afterRestart === 'counted' ? sum + value : sum;
  }, 0);
}

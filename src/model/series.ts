import type { Instant } from './instant.ts';
import type { Seen } from './seen.ts';
import { nodeOf, type Series, type SourceId, type SourceValues } from './snapshot.ts';

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
  for (let at = series.length - 1; at >= 0; at -= 1) {
    const snapshot = series[at];
    const seen = snapshot && nodeOf(snapshot, address)?.sources[source];
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

/** Every answer of the node to this question, oldest first. */
export function looksOf<S extends SourceId>(
  series: Series,
  address: string,
  source: S,
): readonly Look<SourceValues[S]>[] {
  return series.flatMap((snapshot) => {
    const seen = nodeOf(snapshot, address)?.sources[source];
    return seen?.kind === 'seen' ? [{ at: seen.at, value: seen.value }] : [];
  });
}

/** Addresses of the inventory, in its order. */
export function addressesOf(series: Series): readonly string[] {
  return series.at(-1)?.nodes.map((node) => node.address) ?? [];
}

/** Time from the first to the last look, in ms; 0 for a single look. */
export function spanMs(series: readonly { readonly at: Instant }[]): number {
  const first = series[0];
  const last = series.at(-1);
  return first && last ? last.at - first.at : 0;
}

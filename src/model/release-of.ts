import { gossipOf, votersOf } from './peers-view.ts';
import { latestValue } from './series.ts';
import type { Series } from './snapshot.ts';

/** What the node says of itself, else what gossip says of it; undefined: nobody knows. */
export function releaseOf(series: Series, address: string): string | undefined {
  const own = latestValue(series, address, 'cql-local')?.releaseVersion;
  if (own !== undefined) return own;
  for (const voter of votersOf(series)) {
    const heard = gossipOf(series, voter, address)?.releaseVersion;
    if (heard !== undefined) return heard;
  }
  return undefined;
}

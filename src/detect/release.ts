import { latestValue } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import { isAtLeastVersion, parseVersion } from '../model/version.ts';

/** What the node runs is older; false, too, where it is not known. */
export function isBefore(series: Series, node: string, major: number, minor: number): boolean {
  const release = latestValue(series, node, 'cql-local')?.releaseVersion;
  const version = release === undefined ? undefined : parseVersion(release);
  return version !== undefined && !isAtLeastVersion(version, major, minor);
}

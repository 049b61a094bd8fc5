import { compareVersions, parseVersion } from '../../model/version.ts';

/** Release lines whose texts are known. */
export const knownLines = ['2.1', '2.2', '3.0', '3.11', '4.0', '4.1', '5.0'] as const;

/** Whether a release prints like the given one or a later one; `5.0-rc1` prints like 5.0. */
export function isFrom(release: string, major: number, minor: number, patch = 0): boolean {
  const version = parseVersion(release);
  if (!version) throw new Error(`no Cassandra release: "${release}"`);
  const first = { major, minor, patch, suffix: '' };
  return compareVersions({ ...version, suffix: '' }, first) >= 0;
}

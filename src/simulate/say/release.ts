import { compareVersions, parseVersion } from '../../model/version.ts';

/** Whether a release prints like the given one or a later one; `5.0-rc1` prints like 5.0. */
export function isFrom(release: string, major: number, minor: number, patch = 0): boolean {
  const version = parseVersion(release);
  if (!version) throw new Error(`no Cassandra release: "${release}"`);
  const first = { major, minor, patch, suffix: '' };
  return compareVersions({ ...version, suffix: '' }, first) >= 0;
}

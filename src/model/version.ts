/** A Cassandra release: 4.1.10, 5.0-rc1, 6.0-alpha2. */
export interface CassandraVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** `rc1`, `alpha2`; empty for a release. */
  readonly suffix: string;
}

/** Undefined when the text is no version. Takes vendor suffixes: `4.0.7-SNAPSHOT`. */
export function parseVersion(text: string): CassandraVersion | undefined {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?(?:\.\d+)?(?:[-~](.+))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, major, minor, patch, suffix] = match;
  return {
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch ?? 0),
    suffix: suffix ?? '',
  };
}

/** Negative when a is older. A pre-release is older than its release. */
export function compareVersions(a: CassandraVersion, b: CassandraVersion): number {
  const numbers = a.major - b.major || a.minor - b.minor || a.patch - b.patch;
  if (numbers !== 0 || a.suffix === b.suffix) return numbers;
  if (a.suffix === '') return 1;
  if (b.suffix === '') return -1;
  return a.suffix < b.suffix ? -1 : 1;
}

/** `4.1` of 4.1.10: the line that shares formats and procedures. */
export function releaseLine(version: CassandraVersion): string {
  return `${version.major}.${version.minor}`;
}

/** The same of a release as it is written; a text that is no version is a line of its own. */
export function lineOfRelease(release: string): string {
  const version = parseVersion(release);
  return version ? releaseLine(version) : release;
}

export function isAtLeastVersion(version: CassandraVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}

/** `4.1` and `4.1.0` are the same; texts that are no versions are the same only letter by letter. */
export function isSameVersion(a: string, b: string): boolean {
  const [versionA, versionB] = [parseVersion(a), parseVersion(b)];
  if (!versionA || !versionB) return a === b;
  return compareVersions(versionA, versionB) === 0;
}

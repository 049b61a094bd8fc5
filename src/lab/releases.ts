import { ToolError, UsageError } from '../model/errors.ts';
import { exitCodes } from '../model/outcome.ts';
import { isAtLeastVersion, parseVersion, type CassandraVersion } from '../model/version.ts';

/** What running a release from its published artifact takes. Source: upgrade-rules §7, lab-facts. */
export interface Release {
  readonly text: string;
  readonly version: CassandraVersion;
  /** `group:artifact:version` beside cassandra-all. */
  readonly artifacts: readonly string[];
  readonly jammVersion: string;
  /** Java majors the lab runs it on. 17 for 4.0 and 4.1 is a rule of the lab, not of Cassandra. */
  readonly javaMajors: readonly number[];
  /** False: tried, but nobody has seen it run here. */
  readonly isTested: boolean;
}

/** Those that were seen to run here. */
export const testedReleases = [
  '2.1.13',
  '2.1.22',
  '2.2.19',
  '3.11.19',
  '4.0.19',
  '4.1.10',
  '5.0.8',
];

/** Throws UsageError when the text is no version a lab could run. */
export function releaseOf(text: string): Release {
  const version = /^\d+\.\d+[\w.-]*$/.test(text) ? parseVersion(text) : undefined;
  if (!version || !isAtLeastVersion(version, 2, 1)) {
    throw new UsageError(
      `\`${text}\` is no Cassandra version a lab can run`,
      `tested are ${testedReleases.join(', ')}`,
    );
  }
  const jammVersion = jammVersionOf(version);
  return {
    text,
    version,
    artifacts: [`com.github.jbellis:jamm:${jammVersion}`, ...extraArtifactsOf(text, version)],
    jammVersion,
    javaMajors: javaMajorsOf(version),
    isTested: testedReleases.includes(text),
  };
}

function jammVersionOf(version: CassandraVersion): string {
  if (isAtLeastVersion(version, 5, 0)) return '0.4.0';
  return isAtLeastVersion(version, 4, 0) ? '0.3.2' : '0.3.0';
}

/** Before 4.0 the daemon itself needs Thrift; before 3.0 nodetool needs airline, which the pom leaves out. */
function extraArtifactsOf(text: string, version: CassandraVersion): readonly string[] {
  if (isAtLeastVersion(version, 4, 0)) return [];
  const thrift = `org.apache.cassandra:cassandra-thrift:${text}`;
  return isAtLeastVersion(version, 3, 0) ? [thrift] : [thrift, 'io.airlift:airline:0.6'];
}

function javaMajorsOf(version: CassandraVersion): readonly number[] {
  if (isAtLeastVersion(version, 6, 0)) return [17, 21];
  if (isAtLeastVersion(version, 5, 0)) return [11, 17];
  return isAtLeastVersion(version, 4, 0) ? [8, 11, 17] : [8];
}

/** Java majors all of these can run on. Throws when there is none: such a roll has no lab. */
export function commonJavaMajors(releases: readonly Release[]): readonly number[] {
  const [first, ...rest] = releases;
  const common = (first?.javaMajors ?? []).filter((major) =>
    rest.every((release) => release.javaMajors.includes(major)),
  );
  if (common.length > 0) return common;
  throw new ToolError(
    `no Java runs all of Cassandra ${releases.map(({ text }) => text).join(', ')}`,
    exitCodes.usage,
    'make a lab with versions that share one: 8 for 2.1 to 4.1, 11 and 17 for 4.0 to 5.0',
  );
}

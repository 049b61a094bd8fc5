import { posix } from 'node:path';
import { ToolError } from '../model/errors.ts';
import { exitCodes } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { ensureCacheEntry } from './cache-entry.ts';
import { isSuccess, tellingLine } from './command-output.ts';
import { mavenCopy } from './maven.ts';
import { pomText } from './pom.ts';
import type { Release } from './releases.ts';

type FetchPorts = Pick<Ports, 'runner' | 'files' | 'signal' | 'ids'>;

const unpackMs = 15 * 60_000;

/** `<cache>/<version>/lib`: the jars of one version. */
export function libFolder(cacheDir: string, version: string): string {
  return `${cacheDir}/${version}/lib`;
}

/** Makes sure that a version's jars are in the cache, from Maven or from a release archive. */
export async function fetchRelease(
  release: Release,
  cacheDir: string,
  tarball: string | undefined,
  ports: FetchPorts,
  say: (line: string) => void,
): Promise<void> {
  if (tarball !== undefined) await requireRoomFor(release, cacheDir, tarball, ports);
  await ensureCacheEntry(cacheDir, release.text, ports, (folder) =>
    tarball === undefined
      ? download(release, folder, ports, say)
      : unpack(release, tarball, folder, ports, say),
  );
}

/** What is in the cache under this version may be another build: the archive must not be left out unsaid. */
async function requireRoomFor(
  release: Release,
  cacheDir: string,
  tarball: string,
  { files }: FetchPorts,
): Promise<void> {
  if (!(await files.exists(libFolder(cacheDir, release.text)))) return;
  throw new ToolError(
    `Cassandra ${release.text} is in the cache already, so ${tarball} would not be used`,
    exitCodes.usage,
    `leave --tarball out, or remove ${cacheDir}/${release.text} first`,
  );
}

async function download(
  release: Release,
  folder: string,
  ports: FetchPorts,
  say: (line: string) => void,
): Promise<void> {
  say(`fetching Cassandra ${release.text} with Maven (about 70 MB the first time) …`);
  await mavenCopy(
    {
      title: `Cassandra ${release.text}`,
      pom: pomText(release),
      artifact: 'org.apache.cassandra:cassandra-all',
      otherwise: 'give --tarball FILE',
    },
    folder,
    ports,
  );
  await requireServer(release, folder, ports, 'Maven delivered');
}

async function unpack(
  release: Release,
  tarball: string,
  folder: string,
  ports: FetchPorts,
  say: (line: string) => void,
): Promise<void> {
  say(`unpacking Cassandra ${release.text} from ${tarball} …`);
  const result = await ports.runner.run({
    argv: ['tar', '-xf', tarball, '-C', folder, '--strip-components=1'],
    timeoutMs: unpackMs,
    signal: ports.signal,
  });
  ports.signal.throwIfAborted();
  if (!isSuccess(result)) {
    throw new ToolError(
      `cannot unpack ${tarball}: ${tellingLine(result)}`,
      exitCodes.usage,
      'give the apache-cassandra-VERSION-bin.tar.gz of the release',
    );
  }
  await requireServer(release, folder, ports, `${posix.basename(tarball)} holds`);
}

/** A tarball of another version, or an answer without the server, must not become a cache entry. */
async function requireServer(
  release: Release,
  folder: string,
  { files }: FetchPorts,
  source: string,
): Promise<void> {
  const jars = await files.list(`${folder}/lib`);
  const missing = [
    ...[`apache-cassandra-${release.text}.jar`, `cassandra-all-${release.text}.jar`].slice(
      jars.includes(`apache-cassandra-${release.text}.jar`) ? 2 : 1,
    ),
    `jamm-${release.jammVersion}.jar`,
  ].filter((jar) => !jars.includes(jar));
  if (missing.length === 0) return;
  throw new ToolError(
    `${source} no ${missing.join(' and no ')}, so Cassandra ${release.text} cannot run from it`,
    exitCodes.usage,
    `${jars.length} files are in its lib folder`,
  );
}

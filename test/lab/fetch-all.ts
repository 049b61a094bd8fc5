import { diskFiles } from '../../src/adapters/disk-files.ts';
import { localRunner } from '../../src/adapters/local-runner.ts';
import { randomIds } from '../../src/adapters/random-ids.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { fetchByteman } from '../../src/lab/byteman.ts';
import { fetchRelease } from '../../src/lab/fetch.ts';
import { cacheFolder } from '../../src/lab/lab-paths.ts';
import { releaseOf, testedReleases } from '../../src/lab/releases.ts';

/** Before the first test: a slow mirror is then told as one, and takes no time of a hook. */
export async function setup(): Promise<void> {
  const ids = randomIds(systemClock);
  const { signal } = new AbortController();
  const ports = { runner: localRunner, files: diskFiles, signal, ids };
  const cache = cacheFolder({ env: process.env });
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const releases = testedReleases
    .map(releaseOf)
    .filter(({ javaMajors }) => javaMajors.includes(17));
  for (const release of releases) await fetchRelease(release, cache, undefined, ports, say);
  await fetchByteman(cache, ports, say);
}

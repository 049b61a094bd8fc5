import type { Ports } from '../ports/index.ts';
import { libFolder } from './fetch.ts';
import { shQuote } from '../model/sh-quote.ts';
import { labNodes, labVersions, type LabSpec } from './spec.ts';

/** JDK 13 and later can share the classes of earlier runs. */
const firstMajor = 13;
const makeMs = 60_000;

/** Class data of nodetool, kept beside the jars it was made from. */
export function archivePath({ cacheDir, javaMajor }: LabSpec, version: string): string {
  return `${cacheDir}/${version}/nodetool-java${javaMajor}.jsa`;
}

/**
 * JVM options that use the archive when there is one. It takes a third off a nodetool start
 * (0.79 s of CPU without, 0.52 s with it, 4.1.10 on Java 17). An archive that is not there or does not
 * fit is left aside without a word: `-Xlog:disable` keeps that word out of stdout.
 */
export function archiveOptions(spec: LabSpec, version: string): readonly string[] {
  if (spec.javaMajor < firstMajor) return [];
  return [`-XX:SharedArchiveFile=${archivePath(spec, version)}`, '-Xlog:disable'];
}

/** Where nodetool's classes come from; an archive is tied to this very path. */
export function nodetoolClassPath({ cacheDir }: LabSpec, version: string): string {
  return `${libFolder(cacheDir, version)}/*`;
}

/**
 * Makes the archives that are not there yet by a run of nodetool on the first node. They only save
 * time, so a failure leaves things as they were.
 */
export async function makeArchives(
  spec: LabSpec,
  { files, runner, signal }: Pick<Ports, 'files' | 'runner' | 'signal'>,
): Promise<void> {
  const [node] = labNodes(spec);
  if (!node || spec.javaMajor < firstMajor) return;
  for (const version of labVersions(spec)) {
    const archive = archivePath(spec, version);
    if (await files.exists(archive)) continue;
    const script = await files.readText(`${node.home}/conf-${version}/nodetool`);
    if (script === undefined) continue;
    const making = script.replace(
      shQuote(`-XX:SharedArchiveFile=${archive}`),
      shQuote(`-XX:ArchiveClassesAtExit=${archive}`),
    );
    const argv = ['sh', '-s', '--', 'status'];
    await runner.run({ argv, stdin: making, timeoutMs: makeMs, signal });
  }
}

import { ToolError } from '../model/errors.ts';
import type { Ports } from '../ports/index.ts';
import { isSuccess } from './command-output.ts';
import { libFolder } from './fetch.ts';
import { findJava } from './java.ts';
import { cacheFolder } from './lab-paths.ts';
import type { Release } from './releases.ts';

const answerMs = 5_000;

/** Why these releases cannot run here, in words; undefined when they can. Fetches nothing. */
export async function whyNoRealLab(
  releases: readonly Release[],
  ports: Pick<Ports, 'runner' | 'files' | 'env'>,
): Promise<string | undefined> {
  try {
    await findJava(releases, undefined, ports);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return `there is no Java that fits (${error.message})`;
  }
  const isMissing = await Promise.all(
    releases.map(async ({ text }) => {
      return !(await ports.files.exists(libFolder(cacheFolder(ports), text)));
    }),
  );
  if (!isMissing.includes(true) || (await isThere('mvn', ports))) return undefined;
  return 'there is no Maven (mvn) on the PATH to fetch Cassandra with';
}

async function isThere(program: string, { runner }: Pick<Ports, 'runner'>): Promise<boolean> {
  const argv = ['sh', '-c', 'command -v -- "$1"', 'sh', program];
  return isSuccess(await runner.run({ argv, timeoutMs: answerMs }));
}

import { posix } from 'node:path';
import { ToolError } from '../model/errors.ts';
import { exitCodes } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { commonJavaMajors, type Release } from './releases.ts';

export interface Java {
  readonly path: string;
  readonly major: number;
}

const jvmFolder = '/usr/lib/jvm';
const answerMs = 20_000;

/**
 * The Java for these releases: the one named, else the first fitting of JAVA_HOME, PATH and the
 * system's JVM folder. Throws ToolError that names what was found and what to install.
 */
export async function findJava(
  releases: readonly Release[],
  named: string | undefined,
  ports: Pick<Ports, 'runner' | 'files' | 'env'>,
): Promise<Java> {
  const majors = commonJavaMajors(releases);
  const found: Java[] = [];
  for (const path of named === undefined ? await candidates(ports) : [named]) {
    const major = await javaMajorOf(path, ports);
    if (major === undefined) continue;
    if (majors.includes(major)) return { path: await absolutePath(path, ports), major };
    found.push({ path, major });
  }
  throw notFound(releases, majors, named, found);
}

async function candidates({
  files,
  env,
}: Pick<Ports, 'files' | 'env'>): Promise<readonly string[]> {
  const home = env['JAVA_HOME'];
  const installed = await files.list(jvmFolder);
  return [
    ...(home ? [posix.join(home, 'bin/java')] : []),
    'java',
    ...installed.map((name) => `${jvmFolder}/${name}/bin/java`),
  ];
}

async function javaMajorOf(
  path: string,
  { runner }: Pick<Ports, 'runner'>,
): Promise<number | undefined> {
  const result = await runner.run({ argv: [path, '-version'], timeoutMs: answerMs });
  return result.kind === 'exited' ? parseJavaMajor(result.stderr + result.stdout) : undefined;
}

/** `openjdk version "17.0.15"` → 17, `java version "1.8.0_402"` → 8. */
export function parseJavaMajor(text: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(text);
  return match ? Number(match[1]) : undefined;
}

/** keytool lies beside java, so the scripts need the real place and not a name on PATH. */
async function absolutePath(path: string, { runner }: Pick<Ports, 'runner'>): Promise<string> {
  if (posix.isAbsolute(path)) return path;
  const argv = ['sh', '-c', 'readlink -f -- "$(command -v -- "$1")"', 'sh', path];
  const result = await runner.run({ argv, timeoutMs: answerMs });
  return result.kind === 'exited' && result.code === 0 ? result.stdout.trim() : path;
}

function notFound(
  releases: readonly Release[],
  majors: readonly number[],
  named: string | undefined,
  found: readonly Java[],
): ToolError {
  const wanted = `Cassandra ${releases.map(({ text }) => text).join(', ')} needs Java ${majors.join(' or ')}`;
  const install = `install one (Debian: apt install openjdk-${majors.at(-1) ?? 17}-jre-headless) or name it: --java PATH`;
  if (found.length > 0) {
    const list = found.map(({ path, major }) => `${path} is ${major}`).join(', ');
    return new ToolError(`${wanted}; ${list}`, exitCodes.usage, install);
  }
  const where = named === undefined ? 'none was found' : `${named} did not answer -version`;
  return new ToolError(`${wanted}; ${where}`, exitCodes.usage, install);
}

import { ToolError } from '../model/errors.ts';
import { exitCodes } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import type { CommandResult } from '../ports/runner.ts';
import { isSuccess, outputOf, tellingLine } from './command-output.ts';

const fetchMs = 15 * 60_000;

/** What Maven is to fetch, and how to say so. */
interface Wanted {
  /** `Cassandra 4.1.10` */
  readonly title: string;
  readonly pom: string;
  /** `group:artifact` whose versions are looked up when it is not found. */
  readonly artifact: string;
  /** What else can be done: `give --tarball FILE`. */
  readonly otherwise?: string;
}

/** The jars of a Maven project and all they need, into `<folder>/lib`. Throws ToolError with what to do. */
export async function mavenCopy(
  wanted: Wanted,
  folder: string,
  { runner, files, signal }: Pick<Ports, 'runner' | 'files' | 'signal'>,
): Promise<void> {
  await files.writeText(`${folder}/pom.xml`, wanted.pom, 0o644);
  const result = await runner.run({
    argv: [
      'mvn',
      '-B',
      '-q',
      '-f',
      `${folder}/pom.xml`,
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${folder}/lib`,
    ],
    timeoutMs: fetchMs,
    signal,
  });
  signal.throwIfAborted();
  if (result.kind === 'unreachable') throw noMaven(wanted);
  if (!isSuccess(result)) throw fetchFailed(wanted, result);
}

function noMaven({ title, otherwise }: Wanted): ToolError {
  return new ToolError(
    `${title} is not in the cache, and there is no Maven (mvn) to fetch it with`,
    exitCodes.usage,
    orElse('install Maven (Debian: apt install maven)', otherwise),
  );
}

function fetchFailed({ title, artifact, otherwise }: Wanted, result: CommandResult): ToolError {
  const hint = /Could not find artifact|was not found in/.test(outputOf(result))
    ? `is this version published? See central.sonatype.com, ${artifact}`
    : orElse('check the network and Maven settings (~/.m2/settings.xml)', otherwise);
  return new ToolError(
    `Maven could not fetch ${title}: ${tellingLine(result)}`,
    exitCodes.usage,
    hint,
  );
}

function orElse(hint: string, otherwise: string | undefined): string {
  return otherwise === undefined ? hint : `${hint}, or ${otherwise}`;
}

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diskFiles } from './adapters/disk-files.ts';
import { endDespiteLeftOpen } from './adapters/left-open.ts';
import { lostOutput } from './adapters/lost-output.ts';
import { endDespiteLostTerminal } from './adapters/lost-terminal.ts';
import { ttyStreams } from './adapters/tty-streams.ts';
import { packageVersion } from './cli/package-version.ts';
import { exitCodes, type ExitCode } from './model/outcome.ts';

const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** argv (without node and script) → exit code. With src/adapters, the only place that knows them. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const isLost = lostOutput();
  endDespiteLostTerminal();
  const exitCode = await run(argv);
  endDespiteLeftOpen();
  // Any other code says more: it stays.
  return exitCode === exitCodes.ok && (await isLost()) ? exitCodes.outputLost : exitCode;
}

async function run(argv: readonly string[]): Promise<ExitCode> {
  if (argv.length === 1 && /^(-V|--version)$/.test(argv[0] ?? '')) return await tellVersion();
  const [{ runProgram }, { systemPorts }] = await Promise.all([
    import('./cli/program.ts'),
    import('./adapters/system-ports.ts'),
  ]);
  return await runProgram(argv, systemPorts(packageFolder));
}

/** Scripts ask for it again and again: answered before anything else is loaded. */
async function tellVersion(): Promise<ExitCode> {
  const version = await packageVersion({ files: diskFiles, self: { packageFolder } });
  ttyStreams(process.env).out(`${version}\n`);
  return exitCodes.ok;
}

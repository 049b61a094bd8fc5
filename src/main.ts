import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diskFiles } from './adapters/disk-files.ts';
import { ttyStreams } from './adapters/tty-streams.ts';
import { packageVersion } from './cli/package-version.ts';

const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** argv (without node and script) → exit code. With src/adapters, the only place that knows them. */
export async function main(argv: readonly string[]): Promise<number> {
  if (argv.length === 1 && /^(-V|--version)$/.test(argv[0] ?? '')) return await tellVersion();
  const [{ runProgram }, { systemPorts }] = await Promise.all([
    import('./cli/program.ts'),
    import('./adapters/system-ports.ts'),
  ]);
  return await runProgram(argv, systemPorts(packageFolder));
}

/** Scripts ask for it again and again: answered before anything else is loaded. */
async function tellVersion(): Promise<number> {
  const version = await packageVersion({ files: diskFiles, self: { packageFolder } });
  ttyStreams(process.env).out(`${version}\n`);
  return 0;
}

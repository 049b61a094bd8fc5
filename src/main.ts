import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diskFiles } from './adapters/disk-files.ts';
import { driverCql } from './adapters/driver-cql.ts';
import { localRunner } from './adapters/local-runner.ts';
import { oraLive } from './adapters/ora-live.ts';
import { processSignals } from './adapters/process-signals.ts';
import { randomIds } from './adapters/random-ids.ts';
import { systemClock } from './adapters/system-clock.ts';
import { systemProcesses } from './adapters/system-processes.ts';
import { ttyStreams } from './adapters/tty-streams.ts';
import { runProgram } from './cli/program.ts';
import type { Ports } from './ports/index.ts';

/** argv (without node and script) → exit code. The only place that knows the adapters. */
export async function main(argv: readonly string[]): Promise<number> {
  return await runProgram(argv, systemPorts());
}

function systemPorts(): Ports {
  const { env, execPath } = process;
  const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));
  const streams = ttyStreams(env);
  return {
    clock: systemClock,
    runner: localRunner,
    cql: driverCql(systemClock),
    files: diskFiles,
    processes: systemProcesses,
    streams,
    live: oraLive(streams.errIsTerminal),
    ids: randomIds(systemClock),
    env,
    cwd: process.cwd(),
    self: { execPath, script: `${packageFolder}/bin/ringward.js`, packageFolder },
    ...processSignals(),
  };
}

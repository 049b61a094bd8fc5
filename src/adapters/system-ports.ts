import type { Ports } from '../ports/index.ts';
import { diskFiles } from './disk-files.ts';
import { driverCql } from './driver-cql.ts';
import { driverDoor } from './driver-door.ts';
import { localRunner } from './local-runner.ts';
import { nodeHttp } from './node-http.ts';
import { oraLive } from './ora-live.ts';
import { plainLive } from './plain-live.ts';
import { processSignals } from './process-signals.ts';
import { randomIds } from './random-ids.ts';
import { systemClock } from './system-clock.ts';
import { systemProcesses } from './system-processes.ts';
import { ttyScreen } from './tty-screen.ts';
import { ttyStreams } from './tty-streams.ts';
import { wireJmx } from './wire-jmx.ts';

/** Every port, made of this machine. */
export function systemPorts(packageFolder: string): Ports {
  const { env, execPath } = process;
  const streams = ttyStreams(env);
  return {
    clock: systemClock,
    machineClock: systemClock,
    runner: localRunner,
    cql: driverCql(systemClock),
    door: driverDoor,
    jmx: wireJmx(systemClock),
    http: nodeHttp,
    files: diskFiles,
    processes: systemProcesses,
    streams,
    live: streams.errIsTerminal ? oraLive() : plainLive(streams, systemClock),
    openScreen: ttyScreen(),
    ids: randomIds(systemClock),
    env,
    cwd: currentFolder(env),
    self: { execPath, script: `${packageFolder}/bin/ringward.js`, packageFolder },
    ...processSignals(),
  };
}

/** A folder that was removed meanwhile is still called what the shell calls it: nothing is found in it. */
function currentFolder(env: NodeJS.ProcessEnv): string {
  try {
    return process.cwd();
  } catch {
    return env['PWD'] ?? '/';
  }
}

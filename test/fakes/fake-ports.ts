import type { Ports } from '../../src/ports/index.ts';
import { closedJmx } from '../../src/ports/jmx.ts';
import { fakeClock } from './fake-clock.ts';
import { fakeCql } from './fake-cql.ts';
import { fakeDoor } from './fake-door.ts';
import { fakeHttp } from './fake-http.ts';
import { fakeProcesses } from './fake-processes.ts';
import { fakeRunner } from './fake-runner.ts';
import { fakeLive, fakeStreams } from './fake-streams.ts';
import { memoryFiles } from './memory-files.ts';

/** Every port as a fake; give those a test cares about. */
export function fakePorts(given: Partial<Ports> = {}): Ports & {
  readonly files: ReturnType<typeof memoryFiles>;
  readonly streams: ReturnType<typeof fakeStreams>;
} {
  const files = memoryFiles({ '/pkg/package.json': '{"version":"1.2.3"}' });
  const never = new AbortController().signal;
  return {
    clock: fakeClock(),
    machineClock: given.clock ?? fakeClock(),
    runner: fakeRunner([]),
    cql: fakeCql([]),
    door: fakeDoor(),
    jmx: closedJmx,
    http: fakeHttp(),
    processes: fakeProcesses(),
    live: fakeLive(),
    openScreen: undefined,
    ids: { newRunId: () => 'r1', newSuffix: () => '4f2a' },
    env: { HOME: '/home/ops' },
    cwd: '/here',
    self: { execPath: '/usr/bin/node', script: '/pkg/bin/ringward.js', packageFolder: '/pkg' },
    signal: never,
    secondSignal: never,
    ignoreHangUp: () => undefined,
    ...given,
    files: (given.files as ReturnType<typeof memoryFiles> | undefined) ?? files,
    streams: (given.streams as ReturnType<typeof fakeStreams> | undefined) ?? fakeStreams(),
  };
}

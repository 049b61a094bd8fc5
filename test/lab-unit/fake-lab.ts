import type { CommandResult, Runner, RunRequest } from '../../src/ports/runner.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { fakeProcesses } from '../fakes/fake-processes.ts';
import { exited } from '../fakes/fake-runner.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

/** What a node does when its `start` is run. */
type Birth = 'up' | 'dies' | 'no-cql';

export const upOptions = {
  version: '4.1.10',
  nodes: 3,
  also: [],
  dir: '/lab',
  network: '127.0.0',
  heapMb: 384,
  auth: false,
  tls: false,
  defaultRf: false,
} as const;

/** A machine on which Java, Maven and the executables of the node folders answer, and nothing else. */
export function fakeLab(births: Readonly<Record<string, Birth>> = {}) {
  const files = memoryFiles();
  const processes = fakeProcesses();
  const requests: RunRequest[] = [];
  const ignoresTerm = new Set<string>();
  const blind = new Set<string>();
  const controller = new AbortController();
  let nextPid = 1_000;
  const cql = fakeCql([['', []]]);

  const pidOf = async (home: string) => Number(await files.readText(`${home}/pid`));
  const start = async (home: string): Promise<CommandResult> => {
    const name = home.split('/').at(-1) ?? '';
    const pid = (nextPid += 1);
    await files.writeText(`${home}/pid`, `${pid}\n`);
    const birth = births[name] ?? 'up';
    if (birth === 'dies') {
      await files.writeText(
        `${home}/logs/console.log`,
        'WARNING: always there\nException: bad yaml\n\tat x.y(Z)\n',
      );
      return exited('');
    }
    const command = `/jvm/17/bin/java -Dlog=${home}/logs`;
    processes.commands.set(pid, command);
    const address = `127.0.0.${name.slice(4)}`;
    if (birth === 'up') processes.listeners.set(`${address}:9042`, { pid, command });
    return exited('');
  };
  const stop = async (home: string, kill: boolean): Promise<CommandResult> => {
    const name = home.split('/').at(-1) ?? '';
    if (ignoresTerm.has(name) && !kill) return exited('', 1, 'still runs');
    processes.commands.delete(await pidOf(home));
    processes.listeners.delete(`127.0.0.${name.slice(4)}:9042`);
    return exited('');
  };
  const status = (home: string): CommandResult => {
    if (blind.has(home.split('/').at(-1) ?? '')) return exited('DN  127.0.0.1  x\n');
    return exited(
      [...processes.listeners.keys()]
        .map((key) => `UN  ${key.split(':')[0] ?? ''}  1 KiB\n`)
        .join(''),
    );
  };
  const runner: Runner = {
    async run(request) {
      requests.push(request);
      const [program = '', ...rest] = request.argv;
      const [, home = '', script = ''] = /^(\/lab\/node\d+)\/(\w+)$/.exec(program) ?? [];
      if (script === 'start') return await start(home);
      if (script === 'stop') return await stop(home, rest.includes('--kill'));
      if (script === 'nodetool' && rest[0] === 'status') return status(home);
      if (script === 'nodetool' && rest[0] === 'repair') return exited('');
      if (rest[0] === '-version') return exited('', 0, 'openjdk version "17.0.1"');
      if (program === 'sh') return exited('/jvm/17/bin/java\n');
      if (program === 'mvn') {
        const folder = rest.find((word) => word.startsWith('-DoutputDirectory='))?.slice(18) ?? '';
        const version = /\.cache.*\/\.([\d.]+)-/.exec(folder)?.[1] ?? '';
        await files.writeText(`${folder}/cassandra-all-${version}.jar`, '');
        await files.writeText(
          `${folder}/jamm-${version.startsWith('5') ? '0.4.0' : '0.3.2'}.jar`,
          '',
        );
        return exited('');
      }
      if (program.endsWith('/keytool')) {
        if (rest.includes('/lab/secrets/ca.pem'))
          await files.writeText('/lab/secrets/ca.pem', 'PEM');
        return exited('');
      }
      throw new Error(`unexpected command: ${request.argv.join(' ')}`);
    },
  };
  const ports = fakePorts({
    files,
    processes,
    runner,
    cql,
    clock: fakeClock(),
    signal: controller.signal,
  });
  const programs = () => requests.map(({ argv }) => argv.slice(0, 2).join(' '));
  return {
    ports,
    files,
    processes,
    requests,
    programs,
    cql,
    ignoresTerm,
    blind,
    interrupt: controller,
  };
}

/** Command lines of nodes that run. */
export const alive = ({ processes }: ReturnType<typeof fakeLab>) =>
  [...processes.commands.values()].filter((command) => command.includes('/lab/node'));

/** Runs an executable of a node folder, as `lab exec` would. */
export async function labExecStop(lab: ReturnType<typeof fakeLab>, program: string): Promise<void> {
  await lab.ports.runner.run({ argv: [program], timeoutMs: 1 });
}

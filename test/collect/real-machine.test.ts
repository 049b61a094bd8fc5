import { spawn, type ChildProcess } from 'node:child_process';
import { hostname } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localRunner } from '../../src/adapters/local-runner.ts';
import { hostSources, type HostSource } from '../../src/collect/host.ts';
import type { JavaProcess } from '../../src/model/readings.ts';
import type { Seen } from '../../src/model/seen.ts';
import { askHost } from './ask-host.ts';
import { world } from './world.ts';

/** All that the one command reads, from the machine on which this runs. */
const files: ReadonlySet<HostSource> = new Set(
  hostSources.filter((source) => source !== 'file-systems'),
);
const offeredByAll = ['disks', 'compaction-threads', 'process-io'] as const;

const children: ChildProcess[] = [];
const pids = { named: 0, other: 0, ended: 0 };

beforeAll(async () => {
  pids.named = await started('CassandraDaemon');
  pids.other = await started('postgres');
  pids.ended = await started('CassandraDaemon');
  const ended = children.at(-1);
  const isOver = new Promise((resolve) => ended?.once('exit', resolve));
  ended?.kill('SIGKILL');
  await isOver;
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** A process that does nothing, with this name in its command line. */
async function started(name: string): Promise<number> {
  const script = `console.log('up'); setTimeout(() => {}, 600_000);`;
  const child = spawn(process.execPath, ['-e', script, name], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child.pid ?? 0;
}

async function ask(pid: number) {
  const process: Seen<JavaProcess> = { kind: 'seen', at: 0, value: { pid, host: hostname() } };
  const { on } = world({ runner: localRunner });
  return await askHost(on('10.0.0.1'), files, process);
}

test('a live process: every file is read, or the machine says that it has none', async () => {
  const answers = await ask(pids.named);
  for (const source of offeredByAll)
    expect(answers[source], source).toMatchObject({ kind: 'seen' });
  for (const source of files) {
    const answer = answers[source];
    const why = answer?.kind === 'missing' ? answer.why : answer?.kind;
    expect(['seen', 'unsupported'], source).toContain(why);
  }
});

test.each(['other', 'ended'] as const)(
  'of a process that is not Cassandra’s (%s) nothing, of the machine all',
  async (which) => {
    const answers = await ask(pids[which]);
    expect(answers.disks).toMatchObject({ kind: 'seen' });
    for (const source of ['compaction-threads', 'process-io', 'cgroup'] as const) {
      expect(answers[source], source).toMatchObject({
        why: 'failed',
        detail: `process ${pids[which]} is not Cassandra's any more`,
      });
    }
  },
);

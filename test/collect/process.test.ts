import { expect, test } from 'vitest';
import { hostSources } from '../../src/collect/host.ts';
import type { JavaProcess } from '../../src/model/readings.ts';
import type { Seen } from '../../src/model/seen.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';
import { askHost } from './ask-host.ts';
import { filesCommand, machineWith, procIo } from './machine.ts';
import { dfText } from './healthy-answers.ts';
import { world } from './world.ts';

const wanted = new Set(hostSources);
const ofProcess = ['compaction-threads', 'process-io', 'cgroup'] as const;
const here: Seen<JavaProcess> = { kind: 'seen', at: 0, value: { pid: 9, host: 'vm' } };
const gone = {
  '/proc/9/cmdline': undefined,
  '/proc/9/task': undefined,
  '/proc/9/io': undefined,
  '/proc/9/cgroup': undefined,
};
const mountsOf = (options: string) =>
  `overlay / overlay rw 0 0\nproc /proc proc rw,nosuid,relatime${options} 0 0\n`;

/** What is said of the process on such a machine, and whether it is still known for the next look. */
async function ask(files: Parameters<typeof machineWith>[0]) {
  const processes = new Map([['10.0.0.1', { pid: 9, host: 'vm' }]]);
  const runner = fakeRunner([
    [filesCommand, machineWith(files)],
    ['df', dfText],
  ]);
  const { on } = world({ runner });
  const answers = await askHost({ ...on('10.0.0.1'), processes }, wanted, here);
  return { answers, processes, runner };
}

const notCassandra = { why: 'failed', detail: "process 9 is not Cassandra's any more" };

test('of a process that is gone nothing is said, and it is forgotten', async () => {
  for (const mounts of [undefined, mountsOf('')]) {
    const { answers, processes } = await ask({ ...gone, '/proc/self/mounts': mounts });
    for (const source of ofProcess) expect(answers[source]).toMatchObject(notCassandra);
    expect(answers.disks).toMatchObject({ kind: 'seen' });
    expect(processes.size).toBe(0);
  }
});

test('nor of another program that has its number, and nothing more is asked', async () => {
  const processes = new Map([['127.0.1.1', { pid: 9, host: 'vm' }]]);
  const said = exited(`/proc/sys/kernel/hostname:vm\n/proc/9/io:${procIo}`);
  const runner = fakeRunner([[filesCommand, said]]);
  const { on } = world({ runner });
  const asked = new Set(['process-io'] as const);
  const answers = await askHost({ ...on(), processes }, asked, here);
  expect(answers).toMatchObject({ 'process-io': notCassandra });
  expect(processes.size).toBe(0);
  expect(runner.requests).toHaveLength(1);
});

test.each(['hidepid=2', 'hidepid=invisible', 'gid=4,hidepid=ptraceable'])(
  'files that %s hides are not permitted, and the process is not called gone',
  async (option) => {
    const { answers } = await ask({ ...gone, '/proc/self/mounts': mountsOf(`,${option}`) });
    for (const source of ofProcess) {
      expect(answers[source]).toMatchObject({
        why: 'unsupported',
        detail: expect.stringMatching(/^process 9: not permitted, .*hidepid/) as string,
      });
    }
    expect(answers.disks).toMatchObject({ kind: 'seen' });
  },
);

test('options that refuse files, or are of another mount, hide none', async () => {
  for (const mounts of [
    mountsOf(',hidepid=1'),
    mountsOf(',hidepid=noaccess'),
    `${mountsOf(',hidepid=2')}${mountsOf('')}`,
    `${mountsOf('')}proc /chroot/proc proc rw,hidepid=2 0 0\n`,
  ]) {
    const { answers } = await ask({ ...gone, '/proc/self/mounts': mounts });
    expect(answers.cgroup).toMatchObject(notCassandra);
  }
});

test('where nobody tells how /proc is mounted the process is not called gone', async () => {
  const hung = { kind: 'timed-out', afterMs: 1, stdout: '', stderr: '' } as const;
  const says = machineWith(gone);
  const runner = fakeRunner([
    ['df', dfText],
    [
      filesCommand,
      (request) => (request.argv.includes('/proc/self/mounts') ? hung : says(request)),
    ],
  ]);
  const { on } = world({ runner });
  const { cgroup } = await askHost(on('10.0.0.1'), wanted, here);
  expect(cgroup).toMatchObject({
    why: 'timed-out',
    detail: expect.stringMatching(/^process 9 is gone, or not ours to see: /) as string,
  });
});

test('a process whose files hang whoever reads them takes nothing of its machine with it', async () => {
  const hung = { kind: 'timed-out', afterMs: 1, stdout: '', stderr: '' } as const;
  const says = machineWith();
  const runner = fakeRunner([
    ['df', dfText],
    [filesCommand, (request) => (request.argv.includes('/proc/9/cmdline') ? hung : says(request))],
  ]);
  const { on } = world({ runner });
  const answers = await askHost(on('10.0.0.1'), wanted, here);
  for (const source of hostSources) {
    const isOfProcess = (ofProcess as readonly string[]).includes(source);
    const expected = isOfProcess ? { why: 'timed-out' } : { kind: 'seen' };
    expect(answers[source], source).toMatchObject(expected);
  }
});

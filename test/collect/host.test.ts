import { expect, test } from 'vitest';
import { askHost, hostSources } from '../../src/collect/host.ts';
import type { JavaProcess } from '../../src/model/readings.ts';
import type { Seen } from '../../src/model/seen.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';
import { diskStats, healthyHost, world } from './world.ts';

const wanted = new Set(hostSources);
const here: Seen<JavaProcess> = { kind: 'seen', at: 0, value: { pid: 9, host: 'vm' } };
const unknown: Seen<JavaProcess> = {
  kind: 'missing',
  at: 0,
  why: 'unreachable',
  detail: 'Connection refused',
};

test('disks, pressure, file systems and compaction threads of the machine', async () => {
  const runner = fakeRunner(healthyHost);
  const { on } = world({ runner });
  expect(await askHost(on('10.0.0.1'), wanted, here)).toMatchObject({
    disks: { value: { devices: [{ name: 'sda', reads: 10, readBytes: 10_240 }] } },
    'io-pressure': { value: { someAvg10: 1.5, fullAvg10: 0.5 } },
    'file-systems': { value: { mounts: [{ mount: '/', availableBytes: 61_440 }] } },
    'compaction-threads': { value: { threads: [{ tid: 11, state: 'S', cpuNs: 500 }] } },
    'process-io': { value: { readBytes: 4096, writtenBytes: 8192 } },
  });
  expect(runner.unused()).toEqual([]);
  const df = runner.requests.find(({ argv }) => argv[0] === 'df');
  expect(df?.argv).toEqual(['df', '-P', '-k', '/data1', '/data2']);
});

test('what the kernel shows to the owner of a process alone is not held against the node', async () => {
  const denied = exited('', 1, 'cat: /proc/9/io: Permission denied\n');
  const { on } = world({ runner: fakeRunner([['/io', denied], ...healthyHost]) });
  expect(await askHost(on('10.0.0.1'), wanted, here)).toMatchObject({
    'compaction-threads': { kind: 'seen' },
    'process-io': { why: 'unsupported', detail: 'cat: /proc/9/io: Permission denied' },
  });
});

test('nothing is read on a machine that is not the node’s', async () => {
  const runner = fakeRunner([['uname -n', 'jumphost\n']]);
  const { on } = world({ runner });
  const answers = await askHost(on('10.0.0.1'), wanted, here);
  for (const source of hostSources) {
    expect(answers[source]).toMatchObject({
      why: 'unsupported',
      detail: 'the node runs on vm, commands run on jumphost',
    });
  }
});

test('nothing is read when it is not known where the node runs', async () => {
  const { on } = world({ runner: fakeRunner([]) });
  const answers = await askHost(on('10.0.0.1'), wanted, unknown);
  for (const source of hostSources) {
    expect(answers[source]).toMatchObject({
      why: 'unreachable',
      detail: 'the process of the node is not known: Connection refused',
    });
  }
});

test('a loopback address is this machine, with the node up or down', async () => {
  const { on } = world({ runner: fakeRunner(healthyHost) });
  expect(await askHost(on('127.0.1.1'), wanted, unknown)).toMatchObject({
    disks: { kind: 'seen' },
    'file-systems': { kind: 'seen' },
    'compaction-threads': { why: 'unreachable' },
  });
});

test('a kernel without pressure figures still has disks; another system has neither', async () => {
  const noPressure = exited(diskStats, 1, 'cat: /proc/pressure/io: No such file or directory\n');
  const linux = world({ runner: fakeRunner([['cat', noPressure]]) });
  const both = new Set(['disks', 'io-pressure'] as const);
  expect(await askHost(linux.on(), both, here)).toMatchObject({
    disks: { kind: 'seen' },
    'io-pressure': {
      why: 'unsupported',
      detail: 'cat: /proc/pressure/io: No such file or directory',
    },
  });
  const other = world({ runner: fakeRunner([['cat', exited('', 1)]]) });
  expect(await askHost(other.on(), both, here)).toMatchObject({
    disks: { why: 'unsupported', detail: 'this kernel does not offer it' },
    'io-pressure': { why: 'unsupported' },
  });
});

test.each([
  ['', 0, 'unreadable', 'uname -n says no name: ""'],
  ['Last login: \u001b[2J', 0, 'unreadable', 'uname -n says no name: "Last login: \u001b[2J"'],
  ['', 255, 'failed', 'uname: exit code 255'],
])(
  'a machine that says %j and ends with %i is not another one',
  async (said, code, why, detail) => {
    const { on } = world({ runner: fakeRunner([['uname -n', exited(said, code)]]) });
    const disks = new Set(['disks'] as const);
    expect(await askHost(on('10.0.0.1'), disks, here)).toMatchObject({ disks: { why, detail } });
  },
);

test('the folders of a version without settings are not known', async () => {
  const { on } = world({ runner: fakeRunner([]), cql: fakeCql([]) });
  expect(await askHost(on(), new Set(['file-systems'] as const), here)).toMatchObject({
    'file-systems': { why: 'unsupported' },
  });
});

test('a df that fails is not a full picture', async () => {
  const failed = exited('', 1, 'df: /data2: No such file or directory\n');
  const { on } = world({ runner: fakeRunner([['df', failed]]) });
  expect(await askHost(on(), new Set(['file-systems'] as const), here)).toMatchObject({
    'file-systems': { why: 'failed', detail: 'df: /data2: No such file or directory' },
  });
});

test('threads of a process that is not Cassandra’s are not read, and its pid is forgotten', async () => {
  const runner = fakeRunner([
    ['uname -n', 'vm\n'],
    ['cmdline', 'postgres\0'],
  ]);
  const processes = new Map([['127.0.1.1', { pid: 9, host: 'vm' }]]);
  const { on } = world({ runner });
  const threads = new Set(['compaction-threads'] as const);
  expect(await askHost({ ...on(), processes }, threads, here)).toMatchObject({
    'compaction-threads': { why: 'failed', detail: "process 9 is not Cassandra's any more" },
  });
  expect(processes.size).toBe(0);
});

test('commands that do not answer are missing', async () => {
  const hung = { kind: 'timed-out', afterMs: 1, stdout: '', stderr: '' } as const;
  const runner = fakeRunner([
    ['uname', 'vm\n'],
    ['cmdline', 'CassandraDaemon'],
    ['cat', hung],
    ['df', hung],
    ['find', hung],
  ]);
  const { on } = world({ runner });
  const answers = await askHost(on('10.0.0.1'), wanted, here);
  for (const source of hostSources) expect(answers[source]).toMatchObject({ why: 'timed-out' });
});

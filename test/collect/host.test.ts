import { expect, test } from 'vitest';
import { hostSources } from '../../src/collect/host.ts';
import type { JavaProcess } from '../../src/model/readings.ts';
import type { Seen } from '../../src/model/seen.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';
import { askHost } from './ask-host.ts';
import { diskStats, filesCommand, machineWith, threadLines } from './machine.ts';
import { dfText, healthyHost } from './healthy-answers.ts';
import { world } from './world.ts';

const wanted = new Set(hostSources);
const here: Seen<JavaProcess> = { kind: 'seen', at: 0, value: { pid: 9, host: 'vm' } };
const unknown: Seen<JavaProcess> = {
  kind: 'missing',
  at: 0,
  why: 'unreachable',
  detail: 'Connection refused',
};
const disksAlone = new Set(['disks'] as const);
const df = ['df', dfText] as const;

/** A machine that says this instead. */
function saying(stdout: string, code = 0, stderr = '') {
  return fakeRunner([[filesCommand, exited(stdout, code, stderr)], df]);
}

test('what the machine of a node says, one command for the file systems, and one for its process', async () => {
  const runner = fakeRunner(healthyHost);
  const { on } = world({ runner });
  const withoutGroup = new Set(hostSources.filter((source) => source !== 'cgroup'));
  expect(await askHost(on('10.0.0.1'), withoutGroup, here)).toMatchObject({
    disks: { value: { devices: [{ name: 'sda', reads: 10, readBytes: 10_240 }] } },
    'io-pressure': { value: { someAvg10: 1.5, fullAvg10: 0.5 } },
    'cpu-pressure': { value: { someAvg10: 12 } },
    'memory-pressure': { value: { someAvg10: 1.5, fullAvg10: 0.5 } },
    'file-systems': { value: { mounts: [{ mount: '/', availableBytes: 61_440 }] } },
    'compaction-threads': { value: { threads: [{ tid: 11, state: 'S', cpuNs: 500 }] } },
    'process-io': { value: { readBytes: 4096, writtenBytes: 8192 } },
  });
  expect(runner.requests.map(({ argv }) => argv[0])).toEqual(['find', 'df', 'find']);
  expect(runner.requests[1]?.argv).toEqual(['df', '-P', '-k', '/data1', '/data2']);
});

test('only what is wanted is asked, and of a command line nothing but whose it is', async () => {
  const runner = fakeRunner(healthyHost);
  const { on } = world({ runner });
  await askHost(on(), disksAlone, unknown);
  await askHost(on('10.0.0.1'), new Set(['process-io'] as const), here);
  const read = ['-type', 'f', '!', '-name', 'cmdline', '-exec', 'grep', '-aH', '.', '{}', '+'];
  const cmdline = '/proc/9/cmdline';
  expect(runner.requests.map(({ argv }) => argv)).toEqual([
    ['find', '/proc/diskstats', '-maxdepth', '2', ...read],
    [
      ...['find', '/proc/sys/kernel/hostname', cmdline, '/proc/9/io', '-maxdepth', '2'],
      ...['-path', cmdline, '-exec', 'grep', '-l', 'CassandraDaemon', '{}', ';', '-o', ...read],
    ],
  ]);
});

test('what the kernel shows to the owner of a process alone is not held against the node', async () => {
  const denied = 'grep: /proc/9/io: Permission denied';
  const runner = saying(
    `/proc/sys/kernel/hostname:vm\n/proc/9/cmdline\n${threadLines}`,
    1,
    `${denied}\n`,
  );
  const { on } = world({ runner });
  const asked = new Set(['compaction-threads', 'process-io'] as const);
  expect(await askHost(on('10.0.0.1'), asked, here)).toMatchObject({
    'compaction-threads': { kind: 'seen' },
    'process-io': { why: 'unsupported', detail: denied },
  });
});

test('nothing is believed on a machine that is not the node’s', async () => {
  const runner = fakeRunner([
    [filesCommand, machineWith({ '/proc/sys/kernel/hostname': 'jumphost\n' })],
  ]);
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
  const runner = fakeRunner(healthyHost);
  const { on } = world({ runner });
  expect(await askHost(on('127.0.1.1'), wanted, unknown)).toMatchObject({
    disks: { kind: 'seen' },
    'cpu-pressure': { kind: 'seen' },
    'file-systems': { kind: 'seen' },
    'compaction-threads': { why: 'unreachable' },
    cgroup: { why: 'unreachable' },
  });
  expect(runner.requests[0]?.argv.some((word) => word.includes('/proc/9'))).toBe(false);
});

test('a kernel without pressure figures still has disks; another system has neither', async () => {
  const both = new Set(['disks', 'io-pressure'] as const);
  const linux = world({
    runner: fakeRunner([[filesCommand, machineWith({ '/proc/pressure/io': undefined })]]),
  });
  expect(await askHost(linux.on(), both, here)).toMatchObject({
    disks: { kind: 'seen' },
    'io-pressure': {
      why: 'unsupported',
      detail: "find: '/proc/pressure/io': No such file or directory",
    },
  });
  const gone = (path: string) => `find: '${path}': No such file or directory\n`;
  const neither = gone('/proc/diskstats') + gone('/proc/pressure/io');
  const other = world({ runner: saying('', 1, neither) });
  expect(await askHost(other.on(), both, here)).toMatchObject({
    disks: { why: 'unsupported', detail: gone('/proc/diskstats').trim() },
    'io-pressure': { why: 'unsupported' },
  });
});

test('a file that is empty is not offered; no word of any file is half an answer', async () => {
  const both = new Set(['disks', 'io-pressure'] as const);
  const empty = world({ runner: saying(`/proc/diskstats:${diskStats}`, 1) });
  expect(await askHost(empty.on(), both, here)).toMatchObject({
    disks: { kind: 'seen' },
    'io-pressure': { why: 'unsupported', detail: 'this kernel does not offer it' },
  });
  const silent = world({ runner: saying('', 1) });
  expect(await askHost(silent.on(), both, here)).toMatchObject({
    disks: { why: 'unreadable', detail: 'the answer is without /proc/diskstats' },
    'io-pressure': { why: 'unreadable' },
  });
});

test('words that name no file are told with what the answer lacks', async () => {
  const words = 'Picked up nothing\nsudo: a password is required\n';
  const { on } = world({ runner: saying('', 1, words) });
  expect(await askHost(on(), disksAlone, here)).toMatchObject({
    disks: {
      why: 'unreadable',
      detail: 'the answer is without /proc/diskstats: sudo: a password is required',
    },
  });
});

test.each([
  ['a file without a word', `/proc/diskstats:${diskStats}`, 0],
  ['a file, with a word about another', `/proc/diskstats:${diskStats}`, 1],
  ['a name that is the beginning of another', `/proc/pressure/iota:x\n`, 1],
])('an answer that lacks %s is half an answer', async (_, stdout, code) => {
  const stderr = code === 0 ? '' : 'find: /proc/pressure/cpu: No such file or directory\n';
  const { on } = world({ runner: saying(stdout, code, stderr) });
  expect(
    await askHost(on(), new Set(['disks', 'io-pressure', 'cpu-pressure'] as const), here),
  ).toMatchObject({
    'io-pressure': {
      why: 'unreadable',
      detail: expect.stringMatching(/^the answer is without .proc.pressure.io/) as string,
    },
    'cpu-pressure': { why: code === 0 ? 'unreadable' : 'unsupported' },
  });
});

test('an answer that ends in the middle of a line is half an answer', async () => {
  const { on } = world({ runner: saying(`/proc/diskstats:${diskStats.slice(0, -1)}`) });
  expect(await askHost(on(), disksAlone, here)).toMatchObject({ disks: { why: 'unreadable' } });
});

const noName = 'the machine does not say its name: the answer is without /proc/sys/kernel/hostname';

test.each([
  ['', 0, 'unreadable', noName],
  ['Last login: \u001b[2J', 0, 'unreadable', `${noName}: "Last login: \u001b[2J"`],
  [
    '/proc/sys/kernel/hostname:a b\n',
    0,
    'unreadable',
    '/proc/sys/kernel/hostname is no name: "a b"',
  ],
  ['', 255, 'failed', 'find: exit code 255'],
  ['/proc/sys/kernel/hostname:vm\n', 137, 'failed', 'find: exit code 137'],
])(
  'a machine that says %j and ends with %i is not another one',
  async (said, code, why, detail) => {
    const { on } = world({ runner: saying(said, code) });
    expect(await askHost(on('10.0.0.1'), disksAlone, here)).toMatchObject({
      disks: { why, detail },
    });
  },
);

test('commands that do not answer are missing', async () => {
  const hung = { kind: 'timed-out', afterMs: 1, stdout: '', stderr: '' } as const;
  const { on } = world({
    runner: fakeRunner([
      ['df', hung],
      ['find', hung],
    ]),
  });
  const answers = await askHost(on('127.0.1.1'), wanted, here);
  for (const source of hostSources) expect(answers[source]).toMatchObject({ why: 'timed-out' });
});

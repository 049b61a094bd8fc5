import { expect, test } from 'vitest';
import { remembering } from '../../src/collect/context.ts';
import type { JavaProcess } from '../../src/model/readings.ts';
import type { Seen } from '../../src/model/seen.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';
import { askHost } from './ask-host.ts';
import { filesCommand, machineFiles, machineWith } from './machine.ts';
import { world } from './world.ts';

const here: Seen<JavaProcess> = { kind: 'seen', at: 0, value: { pid: 9, host: 'vm' } };
const wanted = new Set(['cgroup', 'disks'] as const);
const folder = '/sys/fs/cgroup/system.slice/cassandra.service';

async function group(change: Parameters<typeof machineWith>[0] = {}) {
  const runner = fakeRunner([[filesCommand, machineWith(change)]]);
  const { on } = world({ runner });
  const { cgroup } = await askHost(on('10.0.0.1'), wanted, here);
  return { cgroup, runner };
}

test('the group is asked for at the first look, its files from the second on in the same command', async () => {
  const runner = fakeRunner([[filesCommand, machineWith()]]);
  const { on } = world({ runner });
  const context = { ...remembering(on('10.0.0.1')), node: on('10.0.0.1').node };
  const counts: number[] = [];
  for (const look of [1, 2, 3]) {
    const { cgroup } = await askHost(context, wanted, here);
    expect(cgroup, `look ${look}`).toMatchObject({
      value: {
        path: '/system.slice/cassandra.service',
        cpu: { limitCpus: 1.5, periods: 200, throttledPeriods: 20, throttledMs: 3 },
        memory: {
          ...{ limitBytes: 1_000_000, usedBytes: 900_000, cacheBytes: 150_000 },
          ...{ limitHits: 7, oomKills: 1 },
        },
        ioPressure: { someAvg10: 1.5, fullAvg10: 0.5 },
      },
    });
    counts.push(runner.requests.length);
  }
  expect(counts).toEqual([3, 5, 7]);
});

test('a process that was moved is looked for in its new group', async () => {
  const moved = '/sys/fs/cgroup/b';
  const files = Object.entries(machineFiles)
    .filter(([path]) => path.startsWith(folder))
    .map(([path, text]) => [path.replace(folder, moved), text] as const);
  const machines = [
    machineWith(),
    machineWith(Object.fromEntries([...files, ['/proc/9/cgroup', '0::/b\n'] as const])),
  ];
  let look = 0;
  const runner = fakeRunner([
    [filesCommand, (request) => machines[look]?.(request) ?? exited('', 1)],
  ]);
  const { on } = world({ runner });
  const context = { ...remembering(on('10.0.0.1')), node: on('10.0.0.1').node };
  await askHost(context, wanted, here);
  look = 1;
  const { cgroup } = await askHost(context, wanted, here);
  expect(cgroup).toMatchObject({ value: { path: '/b', cpu: { limitCpus: 1.5 } } });
  expect(runner.requests).toHaveLength(6);
});

test('in a container the group that is mounted stands for one that is named as its host knows it', async () => {
  const { cgroup } = await group({
    '/proc/9/cgroup': '4:cpu,cpuacct:/docker/c1\n3:memory:/docker/c1\n0::/\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '200000\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    '/sys/fs/cgroup/cpu/cpu.stat': 'nr_periods 9\nnr_throttled 3\nthrottled_time 5000000\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    '/sys/fs/cgroup/memory/memory.usage_in_bytes': '5000\n',
    '/sys/fs/cgroup/memory/memory.failcnt': '4\n',
    '/sys/fs/cgroup/memory/memory.stat': 'total_active_file 10\ntotal_inactive_file 20\n',
    '/sys/fs/cgroup/memory/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\n',
  });
  expect(cgroup).toMatchObject({
    value: {
      path: '/docker/c1',
      cpu: { limitCpus: 2, periods: 9, throttledPeriods: 3, throttledMs: 5 },
      memory: {
        ...{ limitBytes: undefined, usedBytes: 5000, cacheBytes: 30 },
        ...{ limitHits: 4, oomKills: undefined },
      },
      ioPressure: undefined,
    },
  });
});

test.each([
  [
    'a kernel without control groups',
    { '/proc/9/cgroup': undefined },
    'unsupported',
    "find: '/proc/9/cgroup': No such file or directory",
  ],
  [
    'a group of which nothing is mounted',
    { '/proc/9/cgroup': '0::/\n' },
    'unsupported',
    'nothing is to be seen of its control group /',
  ],
  [
    'a group above what is mounted',
    { '/proc/9/cgroup': '0::/../../b\n' },
    'unsupported',
    'its control group /../../b is not to be seen from there',
  ],
  ['a text of another kind', { '/proc/9/cgroup': 'x\n' }, 'unreadable', 'not a line of'],
  [
    'counters without the one that counts',
    { [`${folder}/cpu.stat`]: 'usage_usec 9\n' },
    'unreadable',
    'no line "nr_periods"',
  ],
  ['a limit of another kind', { [`${folder}/cpu.max`]: 'much\n' }, 'unreadable', 'cpu.max'],
  ['a period of no time', { [`${folder}/cpu.max`]: '1 0\n' }, 'unreadable', 'no time'],
  ['a pressure of another kind', { [`${folder}/io.pressure`]: 'x\n' }, 'unreadable', '"some"'],
  ['half of its files', { [`${folder}/memory.events`]: undefined }, 'unreadable', 'is empty'],
] as const)('%s', async (_, change, why, detail) => {
  const { cgroup } = await group(change);
  expect(cgroup).toMatchObject({ why, detail: expect.stringContaining(detail) as string });
});

test('the group of a whole machine has counters and no limits, and that is known', async () => {
  const { cgroup } = await group({
    '/proc/9/cgroup': '0::/\n',
    '/sys/fs/cgroup/cpu.stat': 'usage_usec 9\n',
    '/sys/fs/cgroup/memory.stat': 'anon 1\n',
  });
  expect(cgroup).toMatchObject({
    value: { path: '/', cpu: undefined, memory: undefined, ioPressure: undefined },
  });
});

test('what may not be read is told as that, and not as no limit', async () => {
  const denied = `grep: ${folder}/cpu.max: Permission denied`;
  const whole = machineWith({ [`${folder}/cpu.max`]: undefined });
  const runner = fakeRunner([
    [
      filesCommand,
      (request) => {
        const answer = whole(request);
        const isGroup = request.argv.includes(`${folder}/cpu.max`);
        return isGroup && answer.kind === 'exited' ? { ...answer, stderr: denied } : answer;
      },
    ],
  ]);
  const { on } = world({ runner });
  const { cgroup } = await askHost(on('10.0.0.1'), wanted, here);
  expect(cgroup).toMatchObject({ why: 'unsupported', detail: denied });
});

test('a group whose files do not come is missing, and nothing else is', async () => {
  const hung = { kind: 'timed-out', afterMs: 1, stdout: '', stderr: '' } as const;
  const runner = fakeRunner([
    [folder, hung],
    [filesCommand, machineWith()],
  ]);
  const { on } = world({ runner });
  expect(await askHost(on('10.0.0.1'), wanted, here)).toMatchObject({
    cgroup: { why: 'timed-out' },
    disks: { kind: 'seen' },
  });
});

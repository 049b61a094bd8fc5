import { expect, test } from 'vitest';
import { weigh } from '../../src/detect/compaction/causes.ts';
import { controlGroup, device, task, threads, type Answers } from './series-builder.ts';
import { calm, detect, mib, running, watched } from './stalled-series.ts';

const finding = (state: string, answers: (second: number) => Answers, seconds = 90) => {
  const found = detect(watched(seconds, answers)).findings.find((one) => one.state === state);
  if (!found) throw new Error(`no ${state}`);
  return {
    likely: found.causes?.filter((one) => one.confidence === 'likely').map(({ id }) => id),
    possible: found.causes?.filter((one) => one.confidence === 'possible').map(({ id }) => id),
    ruledOut: found.ruledOut?.map(({ id }) => id),
  };
};

test('what nothing speaks against comes first, what only speaks against itself is ruled out', () => {
  const { causes, ruledOut } = weigh([
    { id: 'a', title: 'A', speaksFor: ['x'], speaksAgainst: ['y'] },
    { id: 'b', title: 'B', speaksFor: [undefined], speaksAgainst: ['z'] },
    { id: 'c', title: 'C', speaksFor: ['x'] },
    { id: 'd', title: 'D', speaksFor: ['x', 'y'] },
    { id: 'e', title: 'E', speaksFor: [undefined] },
  ]);
  expect(causes.map(({ id, confidence }) => [id, confidence])).toEqual([
    ['d', 'likely'],
    ['c', 'likely'],
    ['a', 'possible'],
  ]);
  expect(ruledOut).toEqual([{ id: 'b', title: 'B', because: 'z' }]);
});

test('stuck with threads that sleep: it waits within Cassandra, and the disk answers', () => {
  const answers = (second: number) => ({
    ...running(task(5_000)),
    disks: { devices: [device(second * 10, 1)] },
  });
  expect(finding('STUCK', answers)).toEqual({
    likely: ['waiting-thread'],
    possible: [],
    ruledOut: ['disk', 'other-operation', 'cpu-shortage'],
  });
});

test('stuck with a thread in D: it waits for the disk', () => {
  const { threads: of } = threads(100);
  const answers = () => ({
    ...running(task(5_000)),
    'compaction-threads': { threads: of.map((one) => ({ ...one, state: 'D' })) },
  });
  expect(finding('STUCK', answers)).toMatchObject({ likely: ['disk'] });
});

test.each([
  ['on a machine whose CPUs are all wanted', { 'cpu-pressure': { someAvg10: 80 } }, 'possible'],
  ['that is held back', {}, 'likely'],
])('stuck with a thread that wants to run, on a node %s', (_, pressure, confidence) => {
  const { threads: of } = threads(100);
  const answers = (second: number) => ({
    ...running(task(5_000)),
    ...pressure,
    'compaction-threads': { threads: of.map((one) => ({ ...one, state: 'R' })) },
    ...(confidence === 'likely'
      ? {
          cgroup: controlGroup({
            limitCpus: 1,
            periods: second * 10,
            throttledPeriods: second * 9,
          }),
        }
      : {}),
  });
  const { likely, possible } = finding('STUCK', answers);
  expect(confidence === 'likely' ? likely : possible).toContain('cpu-shortage');
});

test('stuck beside another operation of the table: that may hold its SSTables', () => {
  const cleanup = { ...task(1, { id: 'c' }), kind: 'cleanup' };
  const answers = () => running(task(5_000), cleanup);
  expect(finding('STUCK', answers).likely).toContain('other-operation');
});

test('slow at the throttle with a disk that answers: it is the throttle, not the disk', () => {
  const share = 64 * mib;
  const answers = (second: number) => ({
    ...running(task(second * share)),
    disks: { devices: [device(second * 10, 2)] },
  });
  expect(finding('SLOW', answers)).toEqual({
    likely: ['throttle'],
    possible: [],
    ruledOut: ['disk'],
  });
});

test('flat with a thread that works: one huge partition', () => {
  const answers = (second: number) => ({
    ...running(task(5_000)),
    'compaction-threads': threads(100 + second * 900),
  });
  expect(finding('LARGE', answers)).toMatchObject({ likely: ['huge-partition'] });
});

const backlog = { compactionstats: { pendingTasks: 3, active: [] } };

test('a backlog with autocompaction off: that is why, and the node is not drained', () => {
  const off = { tables: [{ keyspace: 'app', table: 'events', running: false }] };
  const netstats = { mode: 'NORMAL', streams: [] };
  expect(
    finding('IDLE-BACKLOG', () => calm({ ...backlog, autocompaction: off, netstats }), 200),
  ).toEqual({ likely: ['disabled'], possible: [], ruledOut: ['drained'] });
});

test('a backlog on a drained node: its executor is shut down', () => {
  const netstats = { mode: 'DRAINED', streams: [] };
  expect(finding('IDLE-BACKLOG', () => calm({ ...backlog, netstats }), 200)).toMatchObject({
    likely: ['drained'],
    ruledOut: ['disabled'],
  });
});

const fileSystems = (availableBytes: number) => ({
  mounts: [{ device: 'vda', mount: '/data', totalBytes: 100, availableBytes }],
});
const silentLog = { entries: [], newestTime: '2026-11-24 19:00:00,000', gone: [] };
const logOf = (message: string, ...exceptions: readonly string[]) => ({
  ...silentLog,
  entries: [
    {
      ...{ level: 'ERROR' as const, thread: 'CompactionExecutor:1', message, exceptions },
      time: '2026-11-24 19:00:00,000',
    },
  ],
});
const backlogWith = (more: Answers) =>
  finding('IDLE-BACKLOG', () => calm({ ...backlog, ...more }), 200);

test('a backlog on a disk that is nearly full, and a log that says so: no room', () => {
  const log = logOf('Not enough space for compaction, estimated sstables = 1');
  const more = { 'file-systems': fileSystems(5), log };
  expect(backlogWith(more)).toMatchObject({
    likely: ['no-space'],
    ruledOut: ['corrupt-sstable', 'exception', 'disabled'],
  });
});

test('a nearly full disk with a silent log may be why, no more', () => {
  const more = { 'file-systems': fileSystems(5), log: silentLog };
  expect(backlogWith(more)).toMatchObject({ likely: [], possible: ['no-space'] });
  expect(backlogWith({ 'file-systems': fileSystems(5) }).likely).toEqual(['no-space']);
});

test('with as much free as used there is room, and in between nothing is said of it', () => {
  expect(backlogWith({ 'file-systems': fileSystems(50) }).ruledOut).toContain('no-space');
  expect(backlogWith({ 'file-systems': fileSystems(40) })).toMatchObject({
    ...{ likely: [], possible: [] },
    ruledOut: ['disabled'],
  });
  expect(backlogWith({ 'file-systems': { mounts: [] } }).ruledOut).toEqual(['disabled']);
});

test.each([
  ['corrupt-sstable', 'CorruptSSTableException: Corrupted: x'],
  ['exception', 'java.lang.NullPointerException'],
])('a backlog with %s in the log: that is why', (cause, exception) => {
  const log = logOf('Exception in thread Thread[CompactionExecutor:1,5,main]', exception);
  expect(backlogWith({ log }).likely).toEqual([cause]);
});

test('without an answer a cause is neither named nor ruled out', () => {
  expect(finding('IDLE-BACKLOG', () => calm(backlog), 200)).toEqual({
    likely: [],
    possible: [],
    ruledOut: ['disabled'],
  });
});

test('a known bug of the release is possible and no more; that none is known rules nothing out', () => {
  const local = (releaseVersion: string) => ({
    releaseVersion,
    ...{ hostId: 'h', dc: 'dc1', rack: 'r', schemaVersion: 's', gossipGeneration: 1 },
    ...{ clusterName: 'c', bootstrapped: 'COMPLETED', tokenCount: 1 },
  });
  const on = (release: string) =>
    finding('STUCK', () => ({ ...running(task(5_000)), 'cql-local': local(release) }));
  expect(on('4.1.1').possible).toEqual(['known-bug']);
  expect(on('4.1.10').possible).toEqual([]);
  expect(on('4.1.10').ruledOut).not.toContain('known-bug');
});

test('a task that moves slowly on a node that is held back: its CPU may be what it lacks', () => {
  const held = (second: number): Answers => ({
    cgroup: controlGroup({ limitCpus: 1, periods: second * 10, throttledPeriods: second * 6 }),
  });
  const slow = (second: number): Answers => ({
    ...running(task(second * mib)),
    'compaction-throughput': { mebibytesPerSecond: 1 },
    ...held(second),
  });
  expect(finding('SLOW', slow)).toMatchObject({ likely: ['throttle', 'cpu-shortage'] });
  const large = (second: number): Answers => ({
    ...running(task(second * 40 * mib)),
    'compaction-throughput': { mebibytesPerSecond: 0 },
    ...held(second),
  });
  expect(finding('LARGE', large)).toMatchObject({ likely: ['cpu-shortage'] });
  const calmMachine = (second: number): Answers => ({
    ...large(second),
    cgroup: controlGroup(),
    'cpu-pressure': { someAvg10: 1 },
  });
  expect(finding('LARGE', calmMachine).ruledOut).toBeUndefined();
});

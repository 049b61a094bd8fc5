import { expect, test } from 'vitest';
import { signalsOf } from '../../src/detect/node-signals.ts';
import type { Series } from '../../src/model/snapshot.ts';
import { device, failed, info, look, task, type Answers } from './series-builder.ts';

const mib = 1024 * 1024;

/** Looks 10 s apart at one node. */
function signals(...answers: readonly Answers[]) {
  const series: Series = answers.map((one, i) => look(i * 10, { a: one }));
  return signalsOf(series, 'a');
}

function dropped(count: number): Answers {
  return { tpstats: { pools: [], dropped: [{ message: 'MUTATION', count }] } };
}

test('what nobody said is not known', () => {
  expect(new Set(Object.values(signals({})))).toEqual(new Set([undefined]));
});

test('values of the newest look, rates from the two newest', () => {
  const answers = (completed: number, ios: number): Answers => ({
    compactionstats: { pendingTasks: 5, active: [task(completed)] },
    disks: { devices: [device(ios, 3, { ioMs: ios * 2 })] },
    'io-pressure': { someAvg10: 7, fullAvg10: 1 },
    info: info({ heapUsedMiB: 100, heapMaxMiB: 400 }),
    'client-view': { requests: 200, errors: {}, p50Ms: 1, p99Ms: 9, latencyTenths: new Map() },
  });
  expect(signals(answers(0, 0), answers(10 * mib, 1_000))).toEqual({
    pending: 5,
    active: 1,
    compacted: mib,
    diskBusy: 20,
    diskAwait: 3,
    ioPressure: 7,
    heap: 25,
    dropped: undefined,
    clientP99: 9,
  });
});

test('a task that has begun counts from its start, one of keys not at all', () => {
  const at = (...active: ReturnType<typeof task>[]): Answers => ({
    compactionstats: { pendingTasks: 0, active },
  });
  const keys = task(500, { id: 'v', kind: 'validation', unit: 'keys' });
  expect(signals(at(), at(task(20 * mib), keys)).compacted).toBe(2 * mib);
  expect(signals(at(task(5)), at()).compacted).toBe(0);
});

test.each([
  ['rises', dropped(3), dropped(5), 2],
  ['of a node that was restarted', dropped(300), dropped(4), 4],
  ['of an older table that does not count', {}, dropped(4), undefined],
])('dropped messages: a counter that %s', (_, before, after, rise) => {
  expect(signals(before, after).dropped).toBe(rise);
});

test('counters of a device that were reset say nothing', () => {
  const disks = (ios: number): Answers => ({ disks: { devices: [device(ios, 3)] } });
  expect(signals(disks(9_000), disks(50))).toMatchObject({ diskBusy: undefined });
});

test('a node that has fallen silent has no values from before', () => {
  const answered: Answers = {
    compactionstats: { pendingTasks: 5, active: [] },
    disks: { devices: [device(0, 1)] },
    ...dropped(1),
  };
  const silent: Answers = {
    compactionstats: failed('timed-out'),
    disks: failed('timed-out'),
    tpstats: failed('timed-out'),
  };
  expect(signals(answered, answered, silent)).toMatchObject({
    pending: undefined,
    active: undefined,
    compacted: undefined,
    dropped: undefined,
  });
});

import { expect, test } from 'vitest';
import { detectors } from '../../src/detect/index.ts';
import { newWatch } from '../../src/detect/watch.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { Watched } from '../../src/model/watched.ts';
import {
  calmActivity,
  device,
  failed,
  healthyThree,
  look,
  task,
  threads,
  type Answers,
} from './series-builder.ts';

const sick = '10.0.0.2';

/** Everything that is asked of a calm node, at any look. */
function calm(address: string, second: number): Answers {
  const boot = Number(address.at(-1)) * 1_000_000;
  return {
    compactionstats: { pendingTasks: 0, active: [] },
    'compaction-threads': threads(100),
    'compaction-throughput': { mebibytesPerSecond: 64 },
    autocompaction: { tables: [{ keyspace: 'app', table: 'events', running: true }] },
    'sstable-counts': { tables: [{ keyspace: 'app', table: 'events', liveSSTables: 4 }] },
    'aborted-compactions': { aborted: 0, reduced: 0 },
    netstats: { mode: 'NORMAL', streams: [] },
    'java-process': { pid: 9, host: `host-${address}` },
    log: { entries: [], newestTime: '', gone: [] },
    disks: { devices: [{ ...device(100 * second, 1), reads: boot + 100 * second }] },
    'io-pressure': { someAvg10: 1, fullAvg10: 0 },
    tpstats: { pools: [], dropped: [] },
    'file-systems': {
      mounts: [{ device: `d-${address}`, mount: '/', totalBytes: 100, availableBytes: 90 }],
    },
    'pending-hints': { targets: [] },
    ...calmActivity,
    'client-view': { requests: 200, errors: {}, p50Ms: 1, p99Ms: 2, latencyTenths: new Map() },
  };
}

/** Looks every 10 s, but for the seconds left out; the sick node answers as said. */
function watch(
  seconds: number,
  ofSick: (second: number) => Answers,
  isAsked: (second: number) => boolean = () => true,
) {
  const take = newWatch(detectors, productionLimits);
  const events: string[] = [];
  let last: Watched | undefined;
  for (let second = 0; second <= seconds; second += 10) {
    if (!isAsked(second)) continue;
    const nodes = healthyThree((address) => ({
      ...calm(address, second),
      ...(address === sick ? ofSick(second) : {}),
    }));
    last = take({ look: look(second, nodes), isWhole: true, isMinute: true });
    for (const { kind, of } of last.events) {
      events.push(`${second} ${kind} ${of.finding.state ?? of.finding.detector}`);
    }
  }
  return { events, last };
}

const standing: Answers = {
  compactionstats: { pendingTasks: 1, active: [task(5_000)] },
  'compaction-threads': threads(100),
};
const silent: Answers = Object.fromEntries(
  Object.keys(calm(sick, 0)).map((source) => [source, failed('timed-out')]),
);

test('a calm cluster opens nothing and misses nothing', () => {
  const { events, last } = watch(900, () => ({}));
  expect(events).toEqual([]);
  expect(last).toMatchObject({ looks: 91, missing: [], lives: { open: [] } });
  expect(last?.nodes.map(({ peersSay }) => peersSay)).toEqual(['up', 'up', 'up']);
});

test('a compaction that stands still opens in about a minute, and closes soon after it goes on', () => {
  const { events } = watch(600, (second) => (second >= 200 && second < 400 ? standing : {}));
  expect(events).toEqual(['260 opened STUCK', '420 closed STUCK']);
});

test('while its node says nothing it stays open, and is told not to be seen', () => {
  const { events, last } = watch(600, (second) => (second >= 300 ? silent : standing));
  expect(events.filter((event) => event.endsWith('STUCK'))).toEqual([
    '60 opened STUCK',
    '320 not-seen STUCK',
  ]);
  expect(last?.lives.open).toMatchObject([{ finding: { node: sick, state: 'STUCK' } }]);
  expect(last?.missing.length).toBeGreaterThan(0);
});

test('after a gap it is judged anew, and closes by that alone neither then nor later', () => {
  const isAsked = (second: number) => second < 200 || second >= 4_000;
  const { events } = watch(4_300, () => standing, isAsked);
  expect(events).toEqual(['60 opened STUCK', '4020 not-seen STUCK', '4060 seen-again STUCK']);
});

test('what went on during a gap closes when everything was compared again', () => {
  const isAsked = (second: number) => second < 200 || second >= 4_000;
  const { events } = watch(4_300, (second) => (second < 200 ? standing : {}), isAsked);
  expect(events.at(-1)).toBe('4170 closed STUCK');
});

test('dropped messages open at once, and close when they have been over for some minutes', () => {
  const { events } = watch(900, (second) => ({
    tpstats: { pools: [], dropped: [{ message: 'MUTATION', count: second < 200 ? 0 : 7 }] },
  }));
  expect(events).toEqual(['200 opened dropped-mutations', '580 closed dropped-mutations']);
});

test('a disk that is slow beside its peers opens, and closes when it is well again', () => {
  const { events } = watch(900, (second) => {
    const slow = Math.max(0, Math.min(second, 500) - 300) * 100;
    const hurt = device(100 * second, 1, {
      readMs: 100 * second + slow * 60,
      weightedIoMs: 100 * second + slow * 60,
    });
    return { disks: { devices: [{ ...hurt, reads: 2_000_000 + 100 * second }] } };
  });
  const opened = events.filter((event) => event.endsWith('SPIKE'));
  expect(opened).toEqual([
    expect.stringMatching(/^3[5-9]0 opened/),
    expect.stringMatching(/^[56]\d0 closed/),
  ]);
});

test('an await beyond all of the hour before is a record, although its looks are gone', () => {
  const { events } = watch(3_700, (second) => {
    const slow = Math.max(0, Math.min(second, 3_520) - 3_500) * 100;
    const [ms, requests] = [100 * second + slow * 200, 100 * second];
    const hurt = device(requests, 1, { readMs: ms, weightedIoMs: ms });
    return { disks: { devices: [{ ...hurt, reads: 2_000_000 + requests }] } };
  });
  expect(events.filter((event) => event.endsWith('RECORD'))).toEqual([
    expect.stringMatching(/^35[12]0 opened/),
    expect.stringMatching(/^36\d0 closed/),
  ]);
});

test('signals are there for every look', () => {
  const { last } = watch(30, () => standing);
  const rings = last?.nodes.find(({ address }) => address === sick)?.rings;
  expect(rings?.pending.newest()).toEqual([1, 1, 1, 1]);
  expect(rings?.compacted.newest()).toEqual([undefined, 0, 0, 0]);
});

test('what it takes an hour to see is seen in a watch: compactions that fall behind', () => {
  const { events } = watch(4_200, (second) => ({
    compactionstats: { pendingTasks: 5 + Math.floor(second / 100), active: [] },
    'disk-activity': {
      ...{ compactedBytes: second, compactionWrittenBytes: second * 1_000, flushedBytes: 0 },
      ...{ streamedInBytes: 0, streamedOutBytes: 0 },
    },
  }));
  expect(events.filter((event) => event.endsWith('BEHIND'))).toEqual([
    expect.stringMatching(/^36\d0 opened/),
  ]);
});

test('what took an hour to see is not closed by a gap before an hour was seen again', () => {
  const rising = (second: number): Answers => ({
    compactionstats: { pendingTasks: 5 + Math.floor(second / 100), active: [] },
    'disk-activity': {
      ...{ compactedBytes: second, compactionWrittenBytes: second * 1_000, flushedBytes: 0 },
      ...{ streamedInBytes: 0, streamedOutBytes: 0 },
    },
  });
  const isAsked = (second: number) => second < 3_900 || second > 3_960;
  const { last } = watch(5_400, rising, isAsked);
  expect(last?.lives.open.map(({ finding }) => finding.state)).toContain('BEHIND');
});

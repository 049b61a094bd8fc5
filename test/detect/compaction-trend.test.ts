import { describe, expect, test } from 'vitest';
import { compactionTrend } from '../../src/detect/compaction-trend.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { controlGroup, failed, look, looks, task, type Answers } from './series-builder.ts';

const node = '10.0.0.1';
const app = { keyspace: 'app', table: 'events' };
const gib = 1024 ** 3;

/** A look a minute. */
function detect(minutes: number, answer: (minute: number) => Answers) {
  const series = looks(minutes * 60, 60, (second) => ({ [node]: answer(second / 60) }));
  return compactionTrend.detect(series, productionLimits);
}

interface Minute {
  readonly pending?: number;
  readonly active?: ReturnType<typeof task>[];
  readonly sstables?: number;
  readonly written?: number;
  readonly running?: boolean;
  readonly free?: number;
}

function answers(minute: Minute): Answers {
  const { pending = 0, active = [], sstables = 4, written = 0, running = true, free = 60 } = minute;
  return {
    compactionstats: { pendingTasks: pending, active },
    'sstable-counts': { tables: [{ ...app, liveSSTables: sstables }] },
    autocompaction: { tables: [{ ...app, running }] },
    'compaction-throughput': { mebibytesPerSecond: 64 },
    'disk-activity': {
      ...{ compactedBytes: written, compactionWrittenBytes: written, flushedBytes: 0 },
      ...{ streamedInBytes: 0, streamedOutBytes: 0 },
    },
    'file-systems': {
      mounts: [{ device: 'a', mount: '/d', totalBytes: 100 * gib, availableBytes: free * gib }],
    },
  };
}

test('a calm hour has no finding', () => {
  const hour = detect(60, (minute) => answers({ pending: minute % 3, written: minute * 1e6 }));
  expect(hour).toEqual({ detector: 'compaction-trend', findings: [], missing: [] });
});

test('less than half an hour judges nothing', () => {
  expect(detect(10, (minute) => answers({ sstables: 4 + minute }))).toMatchObject({
    findings: [],
    notJudged: 'needs --for 30m',
  });
});

test('an answer that did not come is missing', () => {
  const { missing } = detect(40, () => ({
    ...answers({}),
    'sstable-counts': failed('timed-out'),
  }));
  expect(missing).toMatchObject([{ node, source: 'sstable-counts', why: 'timed-out' }]);
});

describe('SILENT', () => {
  const growing = (change: Minute) => (minute: number) =>
    answers({ sstables: 4 + Math.floor(minute / 3), ...change });

  test('a table that nobody compacts while its SSTables grow', () => {
    expect(detect(40, growing({})).findings).toMatchObject([
      {
        state: 'SILENT',
        severity: 'warning',
        node,
        subject: 'app.events',
        summary: '13 more SSTables in 40 min and no compaction of it',
      },
    ]);
  });

  test('is critical where the disk has little room left', () => {
    expect(detect(40, growing({ free: 20 })).findings).toMatchObject([{ severity: 'critical' }]);
  });

  test('is information where others wrote: a short one may have been missed', () => {
    const { findings } = detect(40, (minute) => growing({ written: minute * 1e6 })(minute));
    expect(findings).toMatchObject([
      { severity: 'info', summary: '13 more SSTables in 40 min and no compaction of it was seen' },
    ]);
    const unseen = detect(40, (minute) => ({
      ...growing({})(minute),
      'disk-activity': failed('unsupported'),
    }));
    expect(unseen.findings).toMatchObject([{ severity: 'info' }]);
  });

  test.each<[string, Minute]>([
    ['is compacted', { active: [task(5)] }],
    ['has no autocompaction, which is another finding', { running: false }],
  ])('not of a table that %s', (_, change) => {
    expect(detect(40, growing(change)).findings).toEqual([]);
  });
});

describe('CHURN', () => {
  const restarting = (share: number, of = 5) =>
    detect(40, (minute) =>
      answers({
        active: [task(share * 1000, { id: `task-${Math.floor(minute / of)}`, total: 1000 })],
      }),
    ).findings;

  test('ever new tasks of which none comes to its end', () => {
    expect(restarting(0.4)).toMatchObject([
      {
        state: 'CHURN',
        severity: 'warning',
        subject: 'app.events',
        summary: '8 tasks of compaction ended in 40 min, and none came further than 40 %',
      },
    ]);
  });

  test('not where they come to their end, nor of one long task', () => {
    expect(restarting(0.95)).toEqual([]);
    expect(restarting(0.4, 100)).toEqual([]);
  });

  test('not of several long ones that still run side by side', () => {
    const four = ['a', 'b', 'c', 'd'].map((id) => task(300, { id, total: 1000 }));
    expect(detect(40, () => answers({ active: four })).findings).toEqual([]);
  });

  test('not of tasks that come now and then', () => {
    const { findings } = detect(40, (minute) =>
      answers({ active: minute % 3 === 0 ? [task(100, { id: `t${minute}`, total: 1000 })] : [] }),
    );
    expect(findings).toEqual([]);
  });
});

describe('BEHIND', () => {
  const rising = (perMinute: number, bytesPerMinute: number) => (minute: number) =>
    answers({ pending: 5 + Math.round(minute * perMinute), written: minute * bytesPerMinute });

  test('more and more wait although they write', () => {
    const { findings } = detect(60, rising(0.5, 60 * 5 * 1024 ** 2));
    expect(findings).toMatchObject([
      {
        state: 'BEHIND',
        severity: 'warning',
        node,
        summary:
          'pending compactions rose by about 30 in 60 min, although they work: slower than data comes in',
        ruledOut: [{ id: 'throttle', because: 'they write 5 MiB/s of 64 MiB/s' }],
      },
    ]);
  });

  test('at the throttle that is the likely cause', () => {
    const { findings } = detect(60, rising(0.5, 60 * 60 * 1024 ** 2));
    expect(findings[0]?.causes).toMatchObject([{ id: 'throttle', confidence: 'likely' }]);
  });

  test('on a node that is held back the CPU is what it lacks', () => {
    const rises = rising(0.5, 60 * 5 * 1024 ** 2);
    const { findings } = detect(60, (minute) => ({
      ...rises(minute),
      cgroup: controlGroup({ limitCpus: 1, periods: 600 * minute, throttledPeriods: 500 * minute }),
    }));
    expect(findings[0]?.causes).toMatchObject([{ id: 'cpu-shortage', confidence: 'likely' }]);
  });

  test.each([
    ['a peak in the middle', (m: number) => answers({ pending: m === 30 ? 90 : 5, written: m })],
    ['a rise that is small', rising(0.1, 1e6)],
    ['a rise while nothing works, which is another finding', rising(0.5, 0)],
  ])('not for %s', (_, answer) => {
    expect(detect(60, answer).findings).toEqual([]);
  });

  test('a burst of which more looks are kept than of the hour before it counts by its time', () => {
    const minutes = Array.from({ length: 48 }, (_, i) => i * 60);
    const burst = Array.from({ length: 73 }, (_, i) => 2_880 + i * 10);
    const series = [...minutes, ...burst].map((second) => {
      const pending = Math.max(0, Math.floor((second - 2_880) / 60));
      return look(second, { [node]: answers({ pending, written: second }) });
    });
    expect(compactionTrend.detect(series, productionLimits).findings).toEqual([]);
  });

  test('not before an hour', () => {
    expect(detect(45, rising(0.5, 1e6)).findings).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { stalledCompaction } from '../../src/detect/stalled-compaction.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { Series } from '../../src/model/snapshot.ts';
import {
  device,
  failed,
  look,
  looks,
  task,
  threads,
  type Answers,
  type Task,
} from './series-builder.ts';

const node = '10.0.0.1';
const mib = 1024 * 1024;

function detect(series: Series) {
  return stalledCompaction.detect(series, productionLimits);
}

/** What a calm node answers, with changes. */
function calm(change: Answers = {}): Answers {
  return {
    compactionstats: { pendingTasks: 0, active: [] },
    autocompaction: { tables: [{ keyspace: 'app', table: 'events', running: true }] },
    'sstable-counts': { tables: [{ keyspace: 'app', table: 'events', liveSSTables: 4 }] },
    'compaction-throughput': { mebibytesPerSecond: 64 },
    'compaction-threads': threads(100),
    disks: { devices: [device(0, 1)] },
    ...change,
  };
}

function running(...active: readonly Task[]): Pick<Answers, 'compactionstats'> {
  return { compactionstats: { pendingTasks: 1, active } };
}

/** A node watched for `seconds` with a look every 10 s. */
function watched(seconds: number, answers: (second: number) => Answers): Series {
  return looks(seconds, 10, (second) => ({ [node]: calm(answers(second)) }));
}

test('a calm node is no finding and nothing is missing', () => {
  expect(detect(watched(90, () => ({})))).toEqual({
    detector: 'stalled-compaction',
    findings: [],
    missing: [],
  });
});

test('a single look judges no progress, says so, and leaves nothing missing', () => {
  const detection = detect(watched(0, () => running(task(5000))));
  expect(detection).toEqual({
    detector: 'stalled-compaction',
    findings: [],
    missing: [],
    notJudged: 'progress of tasks: needs --for 90s',
  });
});

describe('STUCK', () => {
  test('no byte for 60 s with idle compaction threads is critical, with its samples', () => {
    const { findings } = detect(watched(60, () => running(task(5_000_000_000))));
    expect(findings).toMatchObject([
      {
        state: 'STUCK',
        severity: 'critical',
        node,
        subject: 'app.events c7ce8ef0-e840-11f1-b234-55c3f1b058da',
        summary: 'compaction of app.events has not moved for 60 s at 50 %; its threads are idle',
      },
    ]);
    expect(findings[0]?.evidence[0]?.samples).toHaveLength(7);
    expect(findings[0]?.advice[0]).toBe('nodetool -h 10.0.0.1 compactionstats');
  });

  test('50 s are not enough', () => {
    expect(detect(watched(50, () => running(task(5000)))).findings).toEqual([]);
  });

  test('time counts from the last byte, not from the first look', () => {
    const series = (until: number) =>
      watched(until, (second) => running(task(Math.min(second, 40) * 100 * mib)));
    expect(detect(series(90)).findings.map((one) => one.state)).not.toContain('STUCK');
    expect(detect(series(100)).findings.map((one) => one.state)).toEqual(['STUCK']);
  });

  test('another task id is another task', () => {
    const series = watched(90, (second) =>
      running(task(5000, { id: second < 50 ? 'first' : 'second' })),
    );
    expect(detect(series).findings).toEqual([]);
  });

  test('a task that has ended is not judged', () => {
    const series = watched(90, (second) => (second < 80 ? running(task(5000)) : {}));
    expect(detect(series).findings).toEqual([]);
  });

  test('the last percent is the finishing phase', () => {
    const nearlyDone = task(9_950_000_000);
    expect(detect(watched(90, () => running(nearlyDone))).findings).toEqual([]);
  });

  test('the pause that the throttle asks for after a large partition is no stall', () => {
    const burst = (second: number): Answers => ({
      ...running(task(second < 10 ? 0 : 100 * mib)),
      'compaction-throughput': { mebibytesPerSecond: 1 },
    });
    expect(detect(watched(100, burst)).findings).toEqual([]);
    expect(detect(watched(120, burst)).findings).toMatchObject([{ state: 'STUCK' }]);
  });

  test('one of two tasks stands still while the only busy thread works for the other', () => {
    const series = watched(600, (second) => ({
      ...running(task(5000, { id: 'stuck' }), task(second * 10 * mib, { id: 'moving' })),
      'compaction-threads': threads(0, second * 900),
    }));
    const stuck = detect(series).findings.filter((one) => one.state === 'STUCK');
    expect(stuck).toMatchObject([{ severity: 'critical', subject: 'app.events stuck' }]);
    expect(stuck[0]?.summary).toContain('lower confidence');
  });
});

describe('LARGE', () => {
  test('no byte but a busy thread is a huge partition, as information', () => {
    const series = watched(90, (second) => ({
      ...running(task(5000)),
      'compaction-threads': threads(0, second * 900),
    }));
    expect(detect(series).findings).toMatchObject([
      {
        state: 'LARGE',
        severity: 'info',
        summary:
          'compaction of app.events shows no progress for 90 s, but its thread works: busy on one huge partition',
      },
    ]);
  });

  test('bytes that move far below the throttle get an honest time left', () => {
    const series = watched(100, (second) => running(task(second * 10_000_000)));
    expect(detect(series).findings).toMatchObject([
      {
        state: 'LARGE',
        severity: 'info',
        summary: 'compaction of app.events moves at 9.5 MiB/s, time left 15 min: no stall',
      },
    ]);
  });
});

describe('without a look at the threads', () => {
  const noThreads = failed('failed', '/proc/7/task: permission denied');

  test('a flat task is UNKNOWN at first, and the threads are missing', () => {
    const { findings, missing } = detect(
      watched(90, () => ({ ...running(task(5000)), 'compaction-threads': noThreads })),
    );
    expect(findings).toMatchObject([{ state: 'UNKNOWN', severity: 'info' }]);
    expect(missing).toEqual([
      {
        node,
        source: 'compaction-threads',
        why: 'failed',
        detail: '/proc/7/task: permission denied',
      },
    ]);
  });

  test('a task never seen to move is called stuck after 10 min, with lower confidence', () => {
    const { findings } = detect(
      watched(600, () => ({ ...running(task(5000)), 'compaction-threads': noThreads })),
    );
    expect(findings).toMatchObject([{ state: 'STUCK', severity: 'warning' }]);
    expect(findings[0]?.summary).toContain('lower confidence');
  });

  test('a task that used to move at every look is called stuck sooner', () => {
    const { findings } = detect(
      watched(170, (second) => ({
        ...running(task(Math.min(second, 100) * mib)),
        'compaction-threads': noThreads,
      })),
    );
    expect(findings).toMatchObject([{ state: 'STUCK', severity: 'warning' }]);
  });

  test('threads are not missed where nothing stands still', () => {
    const { missing } = detect(watched(90, () => ({ 'compaction-threads': noThreads })));
    expect(missing).toEqual([]);
  });
});

describe('SLOW', () => {
  const throttled = (second: number, rate = 1): Answers => ({
    ...running(task(second * rate * mib)),
    'compaction-throughput': { mebibytesPerSecond: 1 },
    'compaction-threads': threads(second * 30),
    disks: { devices: [device(second * 100, 1)] },
  });

  test('bytes at the throttle on an idle device are slow, not stalled', () => {
    expect(detect(watched(90, (second) => throttled(second))).findings).toMatchObject([
      {
        state: 'SLOW',
        severity: 'info',
        summary:
          'compaction of app.events moves at 1 MiB/s, held by the throttle (1 MiB/s a task): slow, not stalled',
      },
    ]);
  });

  test('at the plain throttle nobody needs to see the threads', () => {
    const series = watched(90, (second) => ({
      ...throttled(second),
      'compaction-threads': failed('unsupported'),
    }));
    expect(detect(series).findings).toMatchObject([{ state: 'SLOW', severity: 'info' }]);
  });

  test('compressed data moves faster than the throttle and is still held by it', () => {
    expect(detect(watched(90, (second) => throttled(second, 3))).findings).toMatchObject([
      { state: 'SLOW', severity: 'info' },
    ]);
  });

  test('it is a warning while pending tasks grow', () => {
    const series = watched(90, (second) => ({
      ...throttled(second),
      compactionstats: { pendingTasks: 1 + Math.floor(second / 30), active: [task(second * mib)] },
    }));
    expect(detect(series).findings).toMatchObject([{ state: 'SLOW', severity: 'warning' }]);
  });

  test('it is a warning while SSTables grow', () => {
    const series = watched(90, (second) => ({
      ...throttled(second),
      'sstable-counts': {
        tables: [{ keyspace: 'app', table: 'events', liveSSTables: 4 + second / 30 }],
      },
    }));
    expect(detect(series).findings).toMatchObject([{ state: 'SLOW', severity: 'warning' }]);
  });

  test('on a saturated device the throttle is not what holds it', () => {
    const series = watched(90, (second) => ({
      ...throttled(second),
      disks: { devices: [device(second * 100, 50)] },
    }));
    expect(detect(series).findings).toMatchObject([{ state: 'LARGE' }]);
  });
});

describe('DISABLED', () => {
  const disabled: Answers = {
    autocompaction: {
      tables: [
        { keyspace: 'app', table: 'events', running: false },
        { keyspace: 'app', table: 'users', running: true },
      ],
    },
  };

  test('one look is enough for a warning', () => {
    const { findings } = detect(watched(0, () => disabled));
    expect(findings).toMatchObject([
      {
        state: 'DISABLED',
        severity: 'warning',
        subject: 'app.events',
        summary: 'autocompaction is not running for app.events',
        advice: [
          'nodetool -h 10.0.0.1 statusautocompaction -a',
          'nodetool -h 10.0.0.1 enableautocompaction app events',
        ],
      },
    ]);
  });

  test('SSTables that grow make it critical, though pending stays 0', () => {
    const { findings } = detect(
      watched(60, (second) => ({
        ...disabled,
        'sstable-counts': {
          tables: [{ keyspace: 'app', table: 'events', liveSSTables: 4 + Math.floor(second / 20) }],
        },
      })),
    );
    expect(findings).toMatchObject([{ state: 'DISABLED', severity: 'critical' }]);
    expect(findings[0]?.summary).toContain('SSTables of app.events grew from 4 to 7 in 60 s');
    const evidence = findings[0]?.evidence ?? [];
    expect(evidence.find((one) => one.what === 'pending compactions')?.value).toBe(0);
    expect(evidence.find((one) => one.what === 'SSTables of app.events')?.samples).toHaveLength(7);
  });

  test('many tables of a keyspace are one finding, system tables one more as information', () => {
    const tables = ['a', 'b', 'c', 'd'].map((table) => ({
      keyspace: 'app',
      table,
      running: false,
    }));
    const system = { keyspace: 'system_auth', table: 'roles', running: false };
    const { findings } = detect(
      watched(0, () => ({ autocompaction: { tables: [...tables, system] } })),
    );
    expect(findings.map((one) => [one.subject, one.severity, one.summary])).toEqual([
      ['app.*', 'warning', 'autocompaction is not running for 4 tables of app'],
      ['system keyspaces', 'info', 'autocompaction is not running for 1 table of system keyspaces'],
    ]);
  });

  test('a drained node compacts nothing and is not judged', () => {
    const drained = { ...disabled, netstats: { mode: 'DRAINED', streams: [] } };
    expect(detect(watched(0, () => drained)).findings).toEqual([]);
  });

  test('a version without the command is not judged and not missing', () => {
    const { findings, missing } = detect(
      watched(0, () => ({ autocompaction: failed('unsupported') })),
    );
    expect([findings, missing]).toEqual([[], []]);
  });
});

describe('IDLE-BACKLOG', () => {
  const waiting = (pendingTasks: number): Answers => ({
    compactionstats: { pendingTasks, active: [] },
  });

  test('waiting work and nothing running for 180 s is critical', () => {
    expect(detect(watched(180, () => waiting(5))).findings).toMatchObject([
      {
        state: 'IDLE-BACKLOG',
        severity: 'critical',
        summary: '5 compactions pending and none running for 3 min',
      },
    ]);
  });

  test('in a shorter window it is not judged', () => {
    const detection = detect(watched(120, () => waiting(5)));
    expect(detection.findings).toEqual([]);
    expect(detection.notJudged).toBe('waiting work with nothing running: needs --for 200s');
  });

  test('two looks far apart show no course', () => {
    const series = [look(0, { [node]: calm(waiting(5)) }), look(300, { [node]: calm(waiting(5)) })];
    expect(detect(series).findings).toEqual([]);
  });

  test('one pending task is none', () => {
    expect(detect(watched(200, () => waiting(1))).findings).toEqual([]);
  });

  test('a task that ran in between starts the time anew', () => {
    const series = watched(240, (second) => (second === 120 ? running(task(1)) : waiting(5)));
    expect(detect(series).findings).toEqual([]);
  });
});

describe('what was not seen', () => {
  test('a time-out under compaction is missing, never 0 pending', () => {
    const series = watched(90, (second) =>
      second < 90
        ? running(task(5000))
        : { compactionstats: failed('timed-out', 'no answer in 20 s') },
    );
    const { findings, missing } = detect(series);
    expect(findings).toEqual([]);
    expect(missing).toEqual([
      { node, source: 'compactionstats', why: 'timed-out', detail: 'no answer in 20 s' },
    ]);
  });

  test('a look that failed in between does not hide a stall', () => {
    const series = watched(90, (second) =>
      second === 40 ? { compactionstats: failed('timed-out') } : running(task(5000)),
    );
    expect(detect(series).findings).toMatchObject([{ state: 'STUCK' }]);
  });

  test('a node that was never asked is not judged', () => {
    expect(detect([look(0, { [node]: {} })]).notJudged).toBe(
      'compactionstats was not asked of any node',
    );
  });
});

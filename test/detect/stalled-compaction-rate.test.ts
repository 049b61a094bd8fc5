import { describe, expect, test } from 'vitest';
import { device, failed, look, task, threads, type Answers } from './series-builder.ts';
import { calm, detect, mib, node, running, watched } from './stalled-series.ts';

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
          { on: '10.0.0.1', nodetool: ['statusautocompaction', '-a'] },
          { on: '10.0.0.1', nodetool: ['enableautocompaction', 'app', 'events'] },
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

  test("Cassandra's own table of hints before 4.0 is never compacted, and says nothing", () => {
    const hints = { keyspace: 'system', table: 'hints', running: false };
    const { findings } = detect(watched(0, () => ({ autocompaction: { tables: [hints] } })));
    expect(findings).toEqual([]);
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

  test('until then it is undecided, and usual: it is looked at, and holds no roll', () => {
    const undecided = {
      ...{ detector: 'stalled-compaction', state: 'IDLE-BACKLOG', node, isUsual: true },
      what: '5 compactions pending and none running',
    };
    expect(detect(watched(0, () => waiting(5))).undecided).toEqual([undecided]);
    expect(detect(watched(120, () => waiting(5))).undecided).toEqual([undecided]);
    expect(detect(watched(180, () => waiting(5))).undecided).toBeUndefined();
    expect(detect(watched(0, () => waiting(1))).undecided).toBeUndefined();
    const silent = { compactionstats: failed('timed-out') } as Answers;
    const last = (second: number) => (second < 20 ? waiting(5) : silent);
    expect(detect(watched(20, last)).undecided).toBeUndefined();
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

import { describe, expect, test } from 'vitest';
import type { Series } from '../../src/model/snapshot.ts';
import { failed, look, task, threads, type Answers } from './series-builder.ts';
import { detect, mib, node, running, watched } from './stalled-series.ts';

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
    undecided: [
      {
        detector: 'stalled-compaction',
        state: 'STUCK',
        node,
        subject: 'app.events c7ce8ef0-e840-11f1-b234-55c3f1b058da',
        what: 'compaction of app.events was seen once',
      },
    ],
  });
});

describe('undecided', () => {
  const whatOf = (series: Series) => detect(series).undecided?.map(({ what }) => what);

  test('a task that stands still is, until it has for 60 s', () => {
    const still = (seconds: number) => watched(seconds, () => running(task(5000)));
    expect(whatOf(still(50))).toEqual(['compaction of app.events has not moved for 50 s']);
    expect(whatOf(still(60))).toBeUndefined();
  });

  test('one that moves, has only begun, or is about to end is not', () => {
    expect(whatOf(watched(20, (second) => running(task(5000 + second))))).toBeUndefined();
    expect(
      whatOf(watched(20, (second) => (second < 20 ? {} : running(task(5000))))),
    ).toBeUndefined();
    expect(whatOf(watched(20, () => running(task(9_990_000_000))))).toBeUndefined();
  });

  test('nor is what a silent node said before', () => {
    const silent = { compactionstats: failed('timed-out') } as Answers;
    const series = watched(20, (second) => (second < 20 ? running(task(5000)) : silent));
    expect(whatOf(series)).toBeUndefined();
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
    expect(findings[0]?.advice[0]).toEqual({ on: node, nodetool: ['compactionstats'] });
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

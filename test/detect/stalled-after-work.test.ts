import { expect, test } from 'vitest';
import { task, threads } from './series-builder.ts';
import { detect, mib, running, watched } from './stalled-series.ts';

test('a thread that worked without a sign of it and then froze is seen 60 s after that', () => {
  const frozenAt = (second: number, until: number) =>
    watched(until, (at) => ({
      ...running(task(Math.min(at, 60) * 20 * mib)),
      'compaction-threads': threads(Math.min(at, second) * 900),
    }));
  expect(detect(frozenAt(80, 130)).findings).toMatchObject([{ state: 'LARGE' }]);
  const { findings } = detect(frozenAt(80, 140));
  expect(findings).toMatchObject([{ state: 'STUCK', severity: 'critical' }]);
  const [, , , cpu] = findings[0]?.evidence ?? [];
  expect(cpu?.what).toBe('CPU of the compaction threads over 60 s');
});

test('what it may have written unseen is paid for before it is called stuck', () => {
  const series = (until: number) =>
    watched(until, (at) => ({
      ...running(task(Math.min(at, 60) * 20 * mib)),
      'compaction-threads': threads(Math.min(at, 160) * 900),
      'compaction-throughput': { mebibytesPerSecond: 16 },
    }));
  // 100 s at 20 MiB/s are above what 100 rows may hold: 1600 MiB, 80 s at the usual rate.
  expect(detect(series(230)).findings).toEqual([]);
  expect(detect(series(240)).findings).toMatchObject([{ state: 'STUCK', severity: 'critical' }]);
});

test('a busy thread is not given to another task whose own thread works little', () => {
  const series = watched(600, (second) => ({
    ...running(task(5000, { id: 'wide' }), task(second * mib, { id: 'moving' })),
    'compaction-threads': threads(second * 5, second * 900),
  }));
  const wide = detect(series).findings.filter((one) => one.subject === 'app.events wide');
  expect(wide).toMatchObject([{ state: 'LARGE', severity: 'info' }]);
});

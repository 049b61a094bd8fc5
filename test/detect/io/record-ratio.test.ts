import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { recordRatios } from '../../../src/detect/io/record-ratio.ts';
import { profiles, scoreAt } from '../../score/nab-score.js';
import { readNab } from '../../score/nab-series.js';

/** A quiet metric with a small, regular wave. */
const wave = (rows: number) => Array.from({ length: rows }, (_, i) => 10 + Math.sin(i) + (i % 7));

function alertRows(values: readonly number[], floor = 0, threshold = 1.15): readonly number[] {
  return recordRatios(values, floor, threshold).flatMap((row, i) => (row.isAlert ? [i] : []));
}

test('a value beyond everything before is an alert at its row', () => {
  expect(alertRows([...wave(300), 60, ...wave(20)])).toContain(300);
});

test('a regular metric gives no alert', () => {
  expect(alertRows(wave(600))).toEqual([]);
});

test('nothing is said about the first 50 rows', () => {
  const rows = recordRatios([...wave(40), 500], 0, 1.15);
  expect(rows.every((row) => row.ratio === 0 && row.z === 0)).toBe(true);
});

test('an incident that goes on alerts once, not at every row', () => {
  const plateau = Array.from({ length: 50 }, () => 60);
  expect(alertRows([...wave(300), ...plateau]).filter((row) => row > 300).length).toBeLessThan(3);
});

test('a record below the smallest deviation that matters is no alert', () => {
  expect(alertRows([...wave(300), 60], 100)).toEqual([]);
});

test('a second incident is seen although the first is remembered', () => {
  const rows = alertRows([...wave(300), 60, ...wave(300), 60]);
  expect(rows).toEqual(expect.arrayContaining([300, 601]));
});

test('an incident is seen although a far larger one came before', () => {
  const large = Array.from({ length: 5 }, () => 5000);
  expect(alertRows([...wave(300), ...large, ...wave(300), 300])).toContain(605);
});

test('z is the plain deviation in standard deviations', () => {
  const alternating = Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 9 : 11));
  expect(recordRatios([...alternating, 20], 0, 1.15).at(-1)?.z).toBeCloseTo(10, 1);
});

const folder = new URL('../../../../shared/series/nab', import.meta.url).pathname;
const isPresent = existsSync(`${folder}/labels/windows.json`);

describe.skipIf(!isPresent)(
  `11 labelled series of the Numenta Anomaly Benchmark${isPresent ? '' : ' (SKIPPED: series not present)'}`,
  () => {
    const series = isPresent ? readNab(folder) : [];

    test('the shipped threshold scores at least 70 and finds 17 of 19 incidents', () => {
      const scores = series.map(({ values }) =>
        recordRatios(values, 0, 1.15).map(({ isAlert, ratio }) => (isAlert ? ratio : 0)),
      );
      const result = scoreAt(series, scores, 1.15, profiles.standard);
      expect(result.score).toBeGreaterThanOrEqual(70);
      expect(result.hit).toBeGreaterThanOrEqual(17);
      expect(result.falseRows).toBeLessThanOrEqual(60);
    }, 30_000);
  },
);

import { describe, expect, test } from 'vitest';
import {
  bestThreshold,
  episodes,
  probationRows,
  profiles,
  scoreAt,
  type LabelledSeries,
} from './nab-score.js';

/** 1,000 rows, so 150 of probation, with incidents at 400–499 and 700–799. */
const series: LabelledSeries = {
  name: 'made up',
  values: Array.from({ length: 1000 }, () => 0),
  windows: [
    [400, 499],
    [700, 799],
  ],
};

function scoresAt(...alerts: readonly number[]): readonly number[] {
  return series.values.map((_, row) => (alerts.includes(row) ? 1 : 0));
}

function scoreOf(alerts: readonly number[], profile = profiles.standard): number {
  return scoreAt([series], [scoresAt(...alerts)], 1, profile).score;
}

describe.each(Object.entries(profiles))('profile %s', (_, profile) => {
  test('a detector that says nothing gets 0', () => {
    expect(scoreOf([], profile)).toBe(0);
  });

  test('an alert at the first row of every window gets 100', () => {
    expect(scoreOf([400, 700], profile)).toBe(100);
  });

  test('a false alert costs', () => {
    expect(scoreOf([200], profile)).toBeLessThan(0);
    expect(scoreOf([200, 400, 700], profile)).toBeLessThan(100);
  });
});

test('an alert in the first half of a window is worth more than one in the second', () => {
  expect(scoreOf([420])).toBeGreaterThan(scoreOf([480]));
  expect(scoreOf([499])).toBeGreaterThan(scoreOf([]));
});

test('only the earliest alert in a window counts', () => {
  expect(scoreOf([420, 421, 480])).toBe(scoreOf([420]));
});

test('a false alert costs less right behind a window, and all before the first and far behind', () => {
  const cost = (row: number) => scoreOf([400, 700]) - scoreOf([400, 700, row]);
  expect(cost(502)).toBeLessThan(cost(560));
  expect(cost(200)).toBeCloseTo((100 * 0.11) / 4);
  expect(cost(690)).toBeCloseTo(cost(200), 2);
});

test('false alerts cost twice with the profile against them, a miss more with the one against misses', () => {
  const loss = (profile: (typeof profiles)['standard']) =>
    scoreOf([400, 700], profile) - scoreOf([200, 400, 700], profile);
  expect(loss(profiles['low FP'])).toBeCloseTo(2 * loss(profiles.standard));
  expect(scoreOf([400, 200], profiles['low FN'])).toBeGreaterThan(scoreOf([400, 200]));
});

test('alerts in the first 15 % of a file are not scored, and at most 750 rows are left out', () => {
  expect(scoreOf([10, 149])).toBe(0);
  expect(scoreOf([150])).toBeLessThan(0);
  expect([1000, 4000, 5000, 20_000].map(probationRows)).toEqual([150, 600, 750, 750]);
});

test('what was found and what was false is counted, runs of rows as one episode', () => {
  const alerts = scoresAt(200, 201, 202, 300, 450, 451);
  expect(scoreAt([series], [alerts], 1, profiles.standard)).toMatchObject({
    hit: 1,
    windows: 2,
    falseRows: 4,
    falseEpisodes: 2,
    parts: [{ name: 'made up', hit: 1 }],
  });
  expect(episodes([])).toBe(0);
});

test('the best threshold is one for all series, and no other scores better', () => {
  const clear = series.values.map((_, row) => (row === 200 ? 0.3 : row % 100 === 0 ? 0.2 : 0.1));
  const scores = clear.map((score, row) => (row === 400 || row === 700 ? 0.9 : score));
  const weak = clear.map((score, row) => (row === 400 || row === 700 ? 0.5 : score));
  const found = bestThreshold([series, series], [scores, weak], profiles.standard);
  expect(found).toEqual({ threshold: 0.5, score: 100 });
  for (const threshold of [0.1, 0.2, 0.3, 0.5, 0.9]) {
    const { score } = scoreAt([series, series], [scores, weak], threshold, profiles.standard);
    expect(score).toBeLessThanOrEqual(found.score);
  }
});

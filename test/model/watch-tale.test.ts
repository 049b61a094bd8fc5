import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { liveOn, noLives } from '../../src/model/finding-life.ts';
import { watchTale } from '../../src/model/watch-tale.ts';

const finding: Finding = {
  detector: 'io-spike',
  severity: 'warning',
  node: 'a',
  summary: '',
  evidence: [],
  advice: [],
};

const notJudged = [{ detector: 'write-path', reason: 'only JMX tells it' }];

/** Looks at which these are found, a second apart. */
function tale(looks: readonly (readonly Finding[])[]) {
  const told = watchTale('warning');
  let lives = noLives;
  for (const [i, findings] of looks.entries()) {
    const next = liveOn(lives, { at: i * 1_000, findings, isJudged: () => true });
    lives = next.lives;
    told.add({ at: i * 1_000, looks: i + 1, nodes: [], missing: [], notJudged, ...next });
  }
  return told.summary();
}

test('before the first look there is nothing to tell', () => {
  expect(watchTale('warning').summary()).toBeUndefined();
});

test('names what was open at some time, at or above the limit', () => {
  const info: Finding = { ...finding, node: 'b', severity: 'info' };
  const calm = [[], [], []];
  expect(tale([[], [finding, info], ...calm, [finding]])).toEqual({
    ...{
      from: 0,
      until: 5_000,
      looks: 6,
      opened: 3,
      closed: 2,
      failingMore: 0,
      missing: [],
      notJudged,
    },
    failing: [{ key: 'io-spike||a|', worst: 'warning', openedAt: 1_000, times: 2, isOpen: true }],
  });
});

test('one that becomes as bad as the limit later counts from then on', () => {
  const better: Finding = { ...finding, severity: 'info' };
  expect(tale([[better], [{ ...finding, severity: 'critical' }], [finding]])?.failing).toEqual([
    { key: 'io-spike||a|', worst: 'critical', openedAt: 0, times: 1, isOpen: true },
  ]);
});

test('of very many the first are named and the others counted', () => {
  const many = Array.from({ length: 250 }, (_, i) => ({ ...finding, subject: String(i) }));
  const summary = tale([many]);
  expect(summary?.failing).toHaveLength(200);
  expect(summary?.failingMore).toBe(50);
  const calm = [[], [], []];
  const again = tale([many, ...calm, many]);
  expect(again).toMatchObject({ opened: 500, failingMore: 50 });
});

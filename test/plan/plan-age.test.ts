import { expect, test } from 'vitest';
import { productionLimits } from '../../src/model/limits.ts';
import { planAgeProblem } from '../../src/plan/plan-age.ts';

const hourMs = 3_600_000;
const now = 1_000 * hourMs;
const made = (hoursAgo: number, planAgeMs = productionLimits.planAgeMs) =>
  planAgeProblem(
    { createdAt: now - hoursAgo * hourMs, limits: { ...productionLimits, planAgeMs } },
    now,
  );

test('a plan may be begun for a week', () => {
  expect(made(168)).toBeUndefined();
  expect(made(169.55)).toBe(
    'the plan was made 169.6 h ago, and is begun within 168 h (limit planAge)',
  );
});

test('or for as long as the inventory says', () => {
  expect(made(13, 12 * hourMs)).toContain('is begun within 12 h');
  expect(made(0.05, 60_000)).toBe(
    'the plan was made 3 min ago, and is begun within 60 s (limit planAge)',
  );
});

test('its age is rounded as every age is', () => {
  expect(made(1.9917, 60_000)).toBe(
    'the plan was made 120 min ago, and is begun within 60 s (limit planAge)',
  );
});

test('one from a clock that was ahead is not old', () => {
  expect(made(-1_000)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { randomIds } from '../../src/adapters/random-ids.ts';
import { fakeClock } from '../fakes/fake-clock.ts';

test('an id says when it was made, and ids of one second differ', () => {
  const clock = { ...fakeClock(), now: () => Date.parse('2026-11-24T19:45:00.250Z') };
  const ids = new Set(Array.from({ length: 20 }, () => randomIds(clock).newRunId()));
  for (const id of ids) expect(id).toMatch(/^20261124-194500-[0-9a-f]{4}$/);
  expect(ids.size).toBeGreaterThan(10);
});

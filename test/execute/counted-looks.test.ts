import { expect, test } from 'vitest';
import { simulatedRoll } from '../simulate/simulated-roll.ts';

type Roll = Awaited<ReturnType<typeof simulatedRoll>>;

test('a soak counts from the first look that saw the node back, unless something was done to it since', async () => {
  const roll = await simulatedRoll();
  await roll.run();
  for (const { at, seenSince } of returnsOf(roll)) {
    // Two waits between three looks.
    expect(at - seenSince).toBeGreaterThanOrEqual(2 * roll.plan.limits.pollMs);
  }
  expect(returnsOf(roll)).toHaveLength(3);
  const again = await simulatedRoll({ hasBalancer: true });
  await again.run();
  expect(longestLeft(again)).toBeGreaterThan(0);
  // What is done after the return begins the soak anew.
  expect(longestLeft(roll)).toBeLessThanOrEqual(longestLeft(again) - 4);
});

function returnsOf(roll: Roll) {
  return roll.events().flatMap((event) => {
    if (event.type !== 'step-ended' || event.kind !== 'await-return') return [];
    const { at, outcome } = event;
    if (outcome.kind !== 'done' || outcome.seenSince === undefined) return [];
    return [{ at, seenSince: outcome.seenSince }];
  });
}

/** Seconds of a soak, as the operator is told. */
function longestLeft(roll: Roll): number {
  const told = roll.shown.flatMap((event) => (event.type === 'waiting' ? [event.reason] : []));
  const left = told.flatMap((text) => /^soaking, (\d+) s left/.exec(text)?.[1] ?? []);
  return Math.max(0, ...left.map(Number));
}

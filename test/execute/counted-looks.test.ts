import { expect, test } from 'vitest';
import { soakingFor } from '../../src/model/step.ts';
import { rollOn, simulatedRoll } from '../simulate/simulated-roll.ts';

type Roll = ReturnType<typeof rollOn>;

test('a soak counts from the first look that saw the node back, unless something was done to it since', async () => {
  const roll = await soakedFor(60, false);
  for (const { at, seenSince } of returnsOf(roll)) {
    // Two waits between three looks.
    expect(at - seenSince).toBeGreaterThanOrEqual(2 * roll.plan.limits.pollMs);
  }
  expect(returnsOf(roll)).toHaveLength(3);
  expect(longestLeft(roll)).toBeGreaterThan(0);
  // What is done after the return begins the soak anew.
  const again = await soakedFor(60, true);
  expect(longestLeft(again) - longestLeft(roll)).toBeGreaterThanOrEqual(4);
});

async function soakedFor(seconds: number, hasBalancer: boolean): Promise<Roll> {
  const { cluster, plan } = await simulatedRoll({ hasBalancer });
  const nodes = plan.nodes.map((node) => ({
    ...node,
    steps: soakingFor(node.steps, seconds * 1_000),
  }));
  const roll = rollOn(cluster.state(), { ...plan, nodes }, {}, { hasBalancer });
  await roll.run();
  return roll;
}

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

import { expect, test } from 'vitest';
import { describeBreach } from '../../src/rehearse/safety-watch.ts';
import { wavedRoll, stepsTogether } from './waved-roll.ts';

test('a restart by racks: the canary alone, then rack by rack, side by side; no range is lost', async () => {
  const roll = await wavedRoll();
  expect(roll.plan.nodes.map(({ wave }) => wave)).toEqual([1, 2, 3, 3, 4, 4]);
  await roll.run();
  expect(roll.cluster.state().nodes.map(({ stops }) => stops)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(roll.events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
  expect(roll.watch.breaches.map(describeBreach)).toEqual([]);
  expect(stepsTogether(roll.events())).toEqual({});
});

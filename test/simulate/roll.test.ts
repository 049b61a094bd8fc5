import { expect, test } from 'vitest';
import { paths, simulatedRoll } from './simulated-roll.ts';

test('a healthy cluster is upgraded node by node, each stopped once', async () => {
  const roll = await simulatedRoll();
  await roll.run();
  const { nodes } = roll.cluster.state();
  expect(nodes.map(({ lives, stops }) => [lives.at(-1)?.release, stops])).toEqual([
    ['5.0.8', 1],
    ['5.0.8', 1],
    ['5.0.8', 1],
  ]);
  expect(roll.events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
});

test('the same seed gives the same journal, to the millisecond', async () => {
  const [one, other] = [await simulatedRoll(), await simulatedRoll()];
  await Promise.all([one.run(), other.run()]);
  expect(other.files.textOf(paths.journal)).toBe(one.files.textOf(paths.journal));
});

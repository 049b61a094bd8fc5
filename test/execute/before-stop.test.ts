import { expect, test } from 'vitest';
import { rollOn } from '../simulate/simulated-roll.ts';
import { smallRoll } from './small-roll.ts';

test('the gates are judged after what takes long and touches nothing, seconds before the stop', async () => {
  const roll = smallRoll();
  const plan = {
    ...roll.plan,
    nodes: roll.plan.nodes.map((node) => ({
      ...node,
      steps: [{ kind: 'fetch', params: { timeoutMs: 60_000 } } as const, ...node.steps],
    })),
  };
  const parts = { gates: roll.gates, detectors: [] };
  const fetched = rollOn(roll.cluster.state(), plan, {}, parts);
  await fetched.run();
  const types = fetched.events().flatMap((event) => {
    if (!('node' in event) || event.node !== '10.0.0.1') return [];
    return 'kind' in event ? [`${event.type} ${event.kind}`] : [event.type];
  });
  expect(types.slice(0, 5)).toEqual([
    'node-started',
    'step-started fetch',
    'step-ended fetch',
    'gate-judged',
    'step-started drain',
  ]);
});

import { expect, test } from 'vitest';
import { rollOn } from '../simulate/simulated-roll.ts';
import { smallRoll, upgradeSteps } from './small-roll.ts';

const fetching = { kind: 'fetch', params: { timeoutMs: 60_000 } } as const;

test('a node that does not tell its generation at first is asked again once its gates pass', async () => {
  const roll = smallRoll({ steps: [fetching, ...upgradeSteps] });
  const node = '10.0.0.1';
  const from = roll.clock.now();
  // Its gates wait for the other one meanwhile.
  const faults = [node, '10.0.0.3'].map(
    (each) => ({ kind: 'cql-unreachable', node: each, from, until: from + 500 }) as const,
  );
  roll.cluster.change({ ...roll.cluster.state(), faults });
  await roll.run();
  const types = roll
    .events()
    .flatMap((event) => ('node' in event && event.node === node ? [event.type] : []));
  expect(types.slice(0, 5)).toEqual([
    'gate-judged',
    'node-started',
    'step-started',
    'step-ended',
    'gate-judged',
  ]);
});

test('the gates are judged after what takes long and touches nothing, seconds before the stop', async () => {
  const roll = smallRoll();
  const plan = {
    ...roll.plan,
    nodes: roll.plan.nodes.map((node) => ({
      ...node,
      steps: [fetching, ...node.steps],
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

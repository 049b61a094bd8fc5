import { expect, test } from 'vitest';
import { topologyUnchanged } from '../../src/gates/topology-unchanged.ts';
import { healthyView, judged } from './healthy-view.ts';

const judgeTopology = (now: string | undefined) =>
  judged(topologyUnchanged, { ...healthyView, topology: { planned: 'digest-a', now } });

test('passes while the topology is the planned one', () => {
  expect(judgeTopology('digest-a')).toBe('pass: topology digest-a');
});

test('refuses another topology and asks for a new plan', () => {
  expect(judgeTopology('digest-b')).toBe(
    'refuse: the topology is digest-b, the plan was made for digest-a: make a new plan',
  );
});

test('waits while the topology cannot be seen', () => {
  expect(judgeTopology(undefined)).toBe('wait: the topology could not be seen from every node');
});

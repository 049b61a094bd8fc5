import { expect, test } from 'vitest';
import { topologyUnchanged } from '../../src/gates/topology-unchanged.ts';
import type { TopologyView } from '../../src/model/gate.ts';
import { healthyView, judged } from './healthy-view.ts';

const judgeTopology = (change: Partial<TopologyView>) =>
  judged(topologyUnchanged, { ...healthyView, topology: { ...healthyView.topology, ...change } });

test('passes while the topology is the planned one', () => {
  expect(judgeTopology({})).toBe('pass: topology digest-a, by 3 nodes');
});

test('refuses what is otherwise than planned, by name, for good', () => {
  const changed = ['127.0.0.2 has other tokens', '127.0.0.3 has rack r9, it was rack3'];
  expect(judgeTopology({ changed, missing: ['x'], now: undefined })).toBe(
    'refuse: 127.0.0.2 has other tokens, 127.0.0.3 has rack r9, it was rack3',
  );
});

test('refuses another replication', () => {
  expect(judgeTopology({ now: 'digest-b' })).toBe(
    'refuse: a keyspace or its replication changed: the topology is digest-b, the plan was made for digest-a',
  );
});

test('waits for a node that is silent, though all others say what was planned', () => {
  const missing = ['nodetool status of 127.0.0.3: timed-out: after 20 s'];
  expect(judgeTopology({ missing })).toBe(
    'wait: not seen as planned: nodetool status of 127.0.0.3: timed-out: after 20 s',
  );
});

test('waits while the keyspaces cannot be seen', () => {
  expect(judgeTopology({ now: undefined })).toBe(
    'wait: no node gave its keyspaces, or nodes disagree about them',
  );
});

import { expect, test } from 'vitest';
import { rehearsedWaves } from '../../src/rehearse/rehearsed-waves.ts';
import { ringsOf } from '../../src/simulate/placement.ts';
import type { ClusterState, SimulatedNode } from '../../src/simulate/state.ts';
import { planOf } from '../execute/small-roll.ts';
import { clusterOf, start } from '../simulate/simulated.ts';

const sixNodes = clusterOf({ dcs: { dc1: { rack1: 2, rack2: 2, rack3: 2 } } });

const dead = (node: SimulatedNode): SimulatedNode => ({
  ...node,
  lives: node.lives.map((life) => ({ ...life, end: { at: start - 60_000, announced: false } })),
});

const wavesOn = (twin: ClusterState) =>
  rehearsedWaves(planOf(sixNodes, '5.0.8'), ringsOf(twin), twin);

test('with every node up each is in a wave, the canary alone in the first', () => {
  const rehearsed = wavesOn(sixNodes);
  const waves = rehearsed?.kind === 'waves' ? rehearsed.waves : [];
  expect(waves[0]).toEqual(['10.0.0.1']);
  expect(waves.flat().sort()).toEqual(sixNodes.nodes.map(({ address }) => address));
});

test('a node that is down leaves nothing to spare to those that share a range with it', () => {
  const [first, ...others] = sixNodes.nodes;
  const twin = { ...sixNodes, nodes: [...(first ? [dead(first)] : []), ...others] };
  expect(wavesOn(twin)).toEqual({
    kind: 'none',
    problems: expect.arrayContaining([
      expect.stringContaining('has 1 live of 2 needed'),
    ]) as unknown,
  });
});

test("without a keyspace besides Cassandra's own there are no waves: nothing says who may go together", () => {
  const rings = ringsOf(sixNodes).filter(({ keyspace }) => keyspace.name.startsWith('system'));
  expect(rings).not.toEqual([]);
  const plan = planOf(sixNodes, '5.0.8');
  expect(rehearsedWaves(plan, rings, sixNodes)).toEqual({
    kind: 'none',
    problems: [expect.stringMatching(/^no keyspace but Cassandra's own is replicated/)],
  });
});

test('a plan that takes a run back has the waves of that run: no others are reckoned', () => {
  const plan = { ...planOf(sixNodes, '5.0.8'), undoes: { runId: 'r1', records: 7 } };
  expect(rehearsedWaves(plan, ringsOf(sixNodes), sixNodes)).toBeUndefined();
});

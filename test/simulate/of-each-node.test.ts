import { expect, test } from 'vitest';
import { ofEachNode } from '../../src/simulate/of-each-node.ts';
import { clusterOf } from './simulated.ts';

test('what was worked out of a node is kept until the node, the seed or the keyspaces change', () => {
  const state = clusterOf();
  const [first, ...others] = state.nodes;
  if (!first) throw new Error('no nodes');
  let worked = 0;
  const marksOf = ofEachNode(({ seed, keyspaces }, { address, stops }) => {
    worked += 1;
    return `${address} ${seed} ${keyspaces.length} ${stops}`;
  });
  const before = marksOf(state);
  const changed = { ...state, nodes: [{ ...first, stops: 1 }, ...others] };
  expect(marksOf(changed)).toEqual([`${before[0]?.slice(0, -1)}1`, ...before.slice(1)]);
  expect(worked).toBe(state.nodes.length + 1);
  const other = { ...changed, seed: state.seed + 1 };
  expect(marksOf(other)).toEqual(marksOf(changed).map((mark) => mark.replace(' 1 ', ' 2 ')));
  expect(marksOf({ ...state, keyspaces: [] })[0]).toContain(` ${state.seed} 0 `);
});

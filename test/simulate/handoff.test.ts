import { expect, test } from 'vitest';
import { startNode, stopNode } from '../../src/simulate/act.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { clusterOf, simulatedFrom, start } from './simulated.ts';

const off: Fault = { kind: 'hints-off', node: '10.0.0.2', from: start - 300_000 };

function act(state: ClusterState, acting: typeof stopNode, place: number, at: number) {
  const node = state.nodes[place];
  return node ? acting(state, node, at).state : state;
}

async function seen(state: ClusterState) {
  const { nodes } = await simulatedFrom(state).look(['hinted-handoff', 'pending-hints']);
  return nodes.map(({ sources }) => {
    const [handoff, hints] = [sources['hinted-handoff'], sources['pending-hints']];
    return {
      isEnabled: handoff?.kind === 'seen' ? handoff.value.isEnabled : undefined,
      targets: hints?.kind === 'seen' ? hints.value.targets.length : undefined,
    };
  });
}

test('a node whose hinted handoff is off says so, and keeps no hint for one that is down', async () => {
  const state = act(clusterOf({}, [off]), stopNode, 2, start - 200_000);
  expect(await seen(state)).toEqual([
    { isEnabled: true, targets: 1 },
    { isEnabled: false, targets: 0 },
    { isEnabled: undefined, targets: undefined },
  ]);
});

test('a start switches it on again, also where it was off from the beginning', async () => {
  const restarted = (fault: Fault) => {
    const stopped = act(clusterOf({}, [fault]), stopNode, 1, start - 250_000);
    return act(stopped, startNode, 1, start - 240_000);
  };
  expect((await seen(restarted(off)))[1]?.isEnabled).toBe(true);
  const always: Fault = { kind: 'hints-off', node: '10.0.0.2' };
  expect((await seen(clusterOf({}, [always])))[1]?.isEnabled).toBe(false);
  expect((await seen(restarted(always)))[1]?.isEnabled).toBe(true);
});

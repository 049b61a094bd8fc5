import { expect, test } from 'vitest';
import { drainNode, settled, startNode, stopNode, type Acted } from '../../../src/simulate/act.ts';
import type { Fault } from '../../../src/simulate/fault.ts';
import type { ClusterState, SimulatedNode } from '../../../src/simulate/state.ts';
import { gossipInfo, ringStatus } from '../../../src/simulate/view/cluster-view.ts';
import { ringViews } from '../../../src/simulate/view/ring-views.ts';
import { clusterOf, start } from '../simulated.ts';

type Acting = (state: ClusterState, node: SimulatedNode, now: number) => Acted;

/** When which node (by number) does what, in seconds after the start. */
const script: readonly (readonly [number, number, Acting])[] = [
  [10, 0, drainNode],
  [25, 0, stopNode],
  [40, 0, startNode],
  [45, 2, stopNode],
  [90, 2, startNode],
];

const faults: readonly Fault[] = [
  { kind: 'dies', node: '10.0.0.4', at: start + 30_000 },
  {
    kind: 'seen-down',
    node: '10.0.0.5',
    viewer: '10.0.0.2',
    from: start + 20_000,
    until: start + 60_000,
  },
];

test.each([
  ['stops and starts', []],
  ['stops, starts and a death', faults],
] as const)('shared views are those of each node by itself, at every instant of %s', (_, given) => {
  let state: ClusterState = clusterOf({ dcs: { dc1: { r1: 2, r2: 2, r3: 2 } } }, given);
  const seen = new Set<string>();
  for (let second = 0; second <= 180; second += 1) {
    const now = start + second * 1_000;
    for (const [at, number, acting] of script) {
      const node = state.nodes[number];
      if (at === second && node) state = acting(state, node, now).state;
    }
    state = settled(state, now);
    const shared = ringViews(state, now);
    for (const viewer of state.nodes) {
      expect(shared.status(viewer)).toEqual(ringStatus(state, viewer, now));
      expect(shared.gossip(viewer)).toEqual(gossipInfo(state, viewer, now));
      seen.add(
        ringStatus(state, viewer, now)
          .rows.map(({ liveness }) => liveness)
          .join(),
      );
    }
  }
  // Something did happen.
  expect(seen.size).toBeGreaterThan(given.length + 1);
});

test('where nothing has happened for long, all nodes share one view', () => {
  const state = clusterOf();
  const shared = ringViews(state, start);
  const [first, second] = state.nodes;
  if (!first || !second) throw new Error('no nodes');
  expect(shared.status(first)).toBe(shared.status(second));
  expect(shared.gossip(first)).toBe(shared.gossip(second));
});

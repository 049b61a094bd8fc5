import { describe, expect, test } from 'vitest';
import { looker } from '../../src/cli/look.ts';
import { labLimits } from '../../src/model/limits.ts';
import { nodeOf, type SourceId } from '../../src/model/snapshot.ts';
import { drainNode, startNode, stopNode } from '../../src/simulate/act.ts';
import { simulatedLooks } from '../../src/simulate/look.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { views } from '../../src/simulate/view/index.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { clusterOf, inventoryWith, simulatedFrom, start } from './simulated.ts';

const sources = [...Object.keys(views), 'client-view'] as SourceId[];

/** What may differ, because it is seen a few seconds sooner or later. */
const moving: readonly SourceId[] = [
  'gossipinfo',
  'info',
  'tpstats',
  'aborted-compactions',
  'thread-pools',
  'disks',
  'process-io',
  'file-systems',
];

const situations: readonly (readonly [string, (state: ClusterState) => ClusterState])[] = [
  ['healthy', (state) => state],
  ['drained', (state) => act(state, drainNode)],
  ['stopped', (state) => act(state, stopNode)],
  [
    'starting',
    (state) => act({ ...act(state, stopNode, start - 200_000), faults: [slowStart] }, startNode),
  ],
  [
    'back for five minutes',
    (state) => act(act(state, stopNode, start - 400_000), startNode, start - 300_000),
  ],
];

const slowStart = { kind: 'starts-slowly', node: '10.0.0.1', extraMs: 600_000 } as const;

function act(state: ClusterState, acting: typeof stopNode, at = start - 100_000): ClusterState {
  const [node] = state.nodes;
  return node ? acting(state, node, at).state : state;
}

describe.each(['3.11.19', '4.0.19', '4.1.10', '5.0.8'])('%s', (release) => {
  test.each(situations)(
    'a first node %s looks the same by values as by texts and rows',
    async (_, to) => {
      const state = to(clusterOf({ release }));
      const byText = await lookByText(state);
      const byValue = await lookByValue(state);
      for (const { address } of state.nodes) {
        for (const source of sources) {
          const text = nodeOf(byText, address)?.sources[source];
          const value = nodeOf(byValue, address)?.sources[source];
          const about = `${source} of ${address}`;
          expect(value?.kind, about).toBe(text?.kind);
          // Stacks are asked for only of a task that stands still.
          if (source === 'compaction-stacks') expect(value, about).toEqual(text);
          else if (text?.kind === 'missing') expect(value, about).toMatchObject({ why: text.why });
          else if (!moving.includes(source))
            expect({ ...value, at: 0 }, about).toEqual({ kind: 'seen', value: text?.value, at: 0 });
        }
      }
      expect(byValue.rings).toMatchObject({
        value: byText.rings?.kind === 'seen' && byText.rings.value,
      });
    },
  );
});

test('what nodes that serve say alike is one answer, and of each its own where a fault may have a say', async () => {
  const shared = ['status', 'describecluster', 'log', 'cgroup', 'settings'] as const;
  const answersOf = async (state: ClusterState) => {
    const { lookAt, nodes: all, cluster } = parts(state);
    const wanted = new Set(sources);
    const { nodes } = await simulatedLooks(cluster, labLimits, lookAt)(all)(() => wanted, false);
    return shared.filter((source) => nodes[1]?.sources[source] === nodes[2]?.sources[source]);
  };
  const state = clusterOf({ release: '4.1.10' });
  expect(await answersOf(state)).toEqual(shared);
  expect(await answersOf({ ...state, faults: [slowStart] })).toEqual(['cgroup', 'settings']);
});

async function lookByText(state: ClusterState) {
  const { lookAt, nodes } = parts(state);
  return await lookAt(nodes)(() => new Set(sources), true);
}

async function lookByValue(state: ClusterState) {
  const { lookAt, nodes, cluster } = parts(state);
  return await simulatedLooks(cluster, labLimits, lookAt)(nodes)(() => new Set(sources), true);
}

function parts(state: ClusterState) {
  const { cluster, nodes, runner, cql, clock } = simulatedFrom(state);
  const { at } = looker(inventoryWith(nodes), labLimits, fakePorts({ runner, cql, clock }));
  return { cluster, nodes, lookAt: at };
}

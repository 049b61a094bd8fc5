import { describe, expect, test } from 'vitest';
import { nodeOf, type SourceId } from '../../src/model/snapshot.ts';
import { lifeAt } from '../../src/simulate/life.ts';
import { ringsOf } from '../../src/simulate/placement.ts';
import { views, type ViewedSource } from '../../src/simulate/view/index.ts';
import { simulated } from './simulated.ts';

/** One is asked for with its rings, one only of a task that stands still. */
const all = (Object.keys(views) as ViewedSource[]).filter(
  (source) => source !== 'describecluster' && source !== 'compaction-stacks',
);

/** By way of text and rows, what the collectors make of it is the very value it was made of. */
describe.each(['4.0.19', '4.1.10', '5.0.8'])('%s', (release) => {
  test.each(all)('%s comes back as it is', async (source) => {
    const { cluster, clock, look } = simulated({ release });
    const snapshot = await look([source]);
    const state = cluster.state();
    for (const node of state.nodes) {
      const seen = nodeOf(snapshot, node.address)?.sources[source as SourceId];
      if (seen?.kind === 'missing') {
        expect(seen).toMatchObject({ why: 'unsupported' });
        continue;
      }
      const life = lifeAt(node, seen?.at ?? 0);
      if (!life || !seen) throw new Error('not asked');
      expect(seen.value).toEqual(views[source]({ state, node, life, now: seen.at }));
    }
    expect(clock.now()).toBeGreaterThan(state.at - 1);
  });
});

test('replica sets come back as they are', async () => {
  const { cluster, look } = simulated();
  const { rings } = await look(['keyspaces'], true);
  expect(rings?.kind === 'seen' && rings.value).toEqual(ringsOf(cluster.state()));
});

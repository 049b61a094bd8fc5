import { expect, test } from 'vitest';
import { looker } from '../../src/cli/look.ts';
import { newsBy } from '../../src/execute/whole-look.ts';
import { labLimits } from '../../src/model/limits.ts';
import type { News } from '../../src/model/news.ts';
import type { SourceId } from '../../src/model/snapshot.ts';
import { drainNode, startNode, stopNode } from '../../src/simulate/act.ts';
import { simulatedLooks } from '../../src/simulate/look.ts';
import { simulatedNews } from '../../src/simulate/look-news.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { clusterOf, inventoryWith, simulatedFrom, start } from './simulated.ts';

const wanted: ReadonlySet<SourceId> = new Set(['status', 'keyspaces', 'cql-local'] as const);
const [first, second, third] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

function acted(state: ClusterState, act: typeof stopNode, at = start - 100_000): ClusterState {
  const [node] = state.nodes;
  return node ? act(state, node, at).state : state;
}

/** Asked of all three for news with the third asked anew: by value, and the long way. */
async function newsOf(state: ClusterState): Promise<readonly [News, News]> {
  const asked = async (isByValue: boolean) => {
    const { cluster, nodes, runner, cql, clock } = simulatedFrom(state);
    const { at: lookAt } = looker(
      inventoryWith(nodes),
      labLimits,
      fakePorts({ runner, cql, clock }),
    );
    const values = simulatedLooks(cluster, labLimits, lookAt);
    const ask = isByValue ? simulatedNews(cluster, values, newsBy)(nodes) : newsBy(lookAt(nodes));
    return await ask(() => wanted, new Set([third]));
  };
  return [await asked(true), await asked(false)];
}

const timeless = ({ anew, words, silent }: News) => ({
  anew: anew.map(({ address, sources }) => [address, ...Object.keys(sources).sort()]),
  // The third is asked anew.
  words: words.slice(0, 2),
  silent: [...silent].map(([address, { why }]) => [address, why]),
});

const healthy = clusterOf({ release: '4.1.10' });

test.each([
  ['all serve', healthy, []],
  ['one is drained', acted(healthy, drainNode), [first]],
  ['one is stopped', acted(healthy, stopNode), [first]],
  ['one is back', acted(acted(healthy, stopNode, start - 400_000), startNode, start - 300_000), []],
  [
    'a fault has its say',
    { ...healthy, faults: [{ kind: 'cql-unreachable', node: second } as const] },
    [second],
  ],
])('where %s, news are the same by values as by texts and rows', async (_, state, silent) => {
  const [byValue, byText] = await newsOf(state);
  expect([...byValue.silent.keys()]).toEqual(silent);
  expect(timeless(byValue)).toEqual(timeless(byText));
});

test('who is asked anew says it once', async () => {
  const [{ anew, words }] = await newsOf(acted(healthy, stopNode));
  expect(anew.map(({ address }) => address)).toEqual([third]);
  expect(words[0]).toBeUndefined();
  expect(words[1]?.broadcastAddress).toBe(second);
});

import { byAddress } from '../model/by-address.ts';
import type { Instant } from '../model/instant.ts';
import type { InventoryNode } from '../model/inventory.ts';
import { ownWord, type AskNews, type News } from '../model/news.ts';
import { valueOf, type Missing } from '../model/seen.ts';
import type { SimulatedCluster } from './cluster.ts';
import { answersAt } from './look-answers.ts';
import type { OtherLook } from './look.ts';
import { releaseServing, servingNodes } from './serving.ts';
import { placeOf, type ClusterState } from './state.ts';

/**
 * What is new at simulated nodes. The own word of those that serve stays as it is, so that it is taken as it is known for all of
 * them. `byAll`: one look at all, for where faults may have a say.
 */
export function simulatedNews(
  cluster: SimulatedCluster,
  lookAt: OtherLook,
  byAll: (look: ReturnType<OtherLook>) => AskNews,
): (nodes: readonly InventoryNode[]) => AskNews {
  // Nodes neither join nor leave here.
  const first = cluster.state();
  return (nodes) => {
    const known = byAddress(nodes);
    const inState = nodes.map(({ address }) => placeOf(first, address));
    const long = byAll(lookAt(nodes));
    return async (needs, anew) => {
      if (cluster.state().faults.length > 0) return await long(needs, anew);
      const others = [...anew].flatMap((address) => known.get(address) ?? []);
      const { at, nodes: found } = await lookAt(others)(needs, false);
      const [state, now] = [cluster.state(), cluster.clock.now()];
      return { at, anew: found, ...saidBy(state, now, nodes, inState, anew) };
    };
  };
}

function saidBy(
  state: ClusterState,
  now: Instant,
  nodes: readonly InventoryNode[],
  inState: readonly number[],
  anew: ReadonlySet<string>,
): Pick<News, 'words' | 'silent'> {
  const serving = servingNodes(state);
  const answer = answersAt(state, now)(ownWord);
  const silent = new Map<string, Missing>();
  const words = inState.map((place, index) => {
    if (releaseServing(serving, place, now) !== undefined) return serving.locals[place];
    const word = answer(place)['cql-local'];
    const address = nodes[index]?.address ?? '';
    if (word?.kind === 'missing' && !anew.has(address)) silent.set(address, word);
    return valueOf(word);
  });
  return { words, silent };
}

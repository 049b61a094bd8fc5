import { byAddress } from '../model/by-address.ts';
import type { Instant } from '../model/instant.ts';
import type { InventoryNode } from '../model/inventory.ts';
import type { AskNews, News, Silence } from '../model/news.ts';
import { placesOf, type SourceId } from '../model/snapshot.ts';
import type { SimulatedCluster } from './cluster.ts';
import { answersAt } from './look-answers.ts';
import type { OtherLook } from './look.ts';
import { releaseServing, servingNodes } from './serving.ts';
import type { ClusterState } from './state.ts';

/**
 * What is new at simulated nodes. The own word of those that serve stays as it is, so that it is taken as it is known for all of
 * them. `byAll`: one look at all, for where faults may have a say.
 */
export function simulatedNews(
  cluster: SimulatedCluster,
  lookAt: OtherLook,
  byAll: (look: ReturnType<OtherLook>) => AskNews,
): (nodes: readonly InventoryNode[]) => AskNews {
  const places = placesOf(cluster.state().nodes);
  return (nodes) => {
    const known = byAddress(nodes);
    const long = byAll(lookAt(nodes));
    const asked = nodes.map(({ address }) => ({ address, place: places.get(address) ?? -1 }));
    return async (needs, anew) => {
      if (cluster.state().faults.length > 0) return await long(needs, anew);
      const others = [...anew].flatMap((address) => known.get(address) ?? []);
      const found = await lookAt(others)(needs, false);
      const said = wordsOf(cluster.state(), cluster.clock.now(), asked, anew);
      return { at: found.at, anew: found.nodes, ...said };
    };
  };
}

interface AskedNode {
  readonly address: string;
  /** Among the nodes of the state; -1: there is no such node. */
  readonly place: number;
}

function wordsOf(
  state: ClusterState,
  now: Instant,
  asked: readonly AskedNode[],
  anew: ReadonlySet<string>,
): Pick<News, 'words' | 'silent'> {
  const serving = servingNodes(state);
  const answer = answersAt(state, now)(ownWord);
  const silent = new Map<string, Silence>();
  const words = asked.map(({ address, place }) => {
    if (releaseServing(serving, place, now) !== undefined) return serving.locals[place];
    const word = anew.has(address) ? undefined : answer(place)['cql-local'];
    if (word?.kind === 'missing') silent.set(address, word);
    return word?.kind === 'seen' ? word.value : undefined;
  });
  return { words, silent };
}

const ownWord: ReadonlySet<SourceId> = new Set(['cql-local'] as const);

import type { Gate } from '../model/gate.ts';
import { witnesses } from './witnesses.ts';
import { nameSome, pass, refuseForGood, wait } from './verdict.ts';

/**
 * Every witness must have given its view, and every node its tokens: a node that is silent may be one
 * that has changed.
 */
export const topologyUnchanged: Gate = {
  id: 'topology-unchanged',
  title: 'the ring, its tokens and its replication are those the plan was made for',
  needs: ['status', 'keyspaces'],
  // A node that has moved keeps its place and its host id: its tokens are known to itself alone.
  needsOfAll: ['cql-local'],
  needsTopology: true,
  judge({ topology, subject, members, rings }) {
    const { planned, now, changed, missing } = topology;
    if (changed.length > 0) return refuseForGood(nameSome(changed));
    if (missing.length > 0) return wait(`not seen as planned: ${nameSome(missing)}`);
    if (now === undefined) return wait('no node gave its keyspaces, or nodes disagree about them');
    if (now === planned) {
      const others = witnesses(subject.address, members, rings);
      return pass(`topology ${short(now)}, by ${others.length + 1} nodes`);
    }
    return refuseForGood(
      `a keyspace or its replication changed: the topology is ${short(now)}, the plan was made for ${short(planned)}`,
    );
  },
};

function short(digest: string): string {
  return digest.slice(0, 12);
}

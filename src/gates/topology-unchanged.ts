import type { Gate } from '../model/gate.ts';
import { nameSome, pass, refuse, wait } from './verdict.ts';

/** Every node must have given its view: a node that is silent may be one that has changed. */
export const topologyUnchanged: Gate = {
  id: 'topology-unchanged',
  title: 'the ring, its tokens and its replication are those the plan was made for',
  needs: ['status', 'keyspaces', 'cql-local'],
  needsTopology: true,
  judge({ topology, members }) {
    const { planned, now, changed, missing } = topology;
    if (changed.length > 0) return refuse(`${nameSome(changed)}: make a new plan`);
    if (missing.length > 0) return wait(`not seen as planned: ${nameSome(missing)}`);
    if (now === undefined) return wait('no node gave its keyspaces, or nodes disagree about them');
    if (now === planned) return pass(`topology ${short(now)}, by ${members.length} nodes`);
    return refuse(
      `a keyspace or its replication changed: the topology is ${short(now)}, ` +
        `the plan was made for ${short(planned)}: make a new plan`,
    );
  },
};

function short(digest: string): string {
  return digest.slice(0, 12);
}

import type { Gate } from '../model/gate.ts';
import { pass, refuse, wait } from './verdict.ts';

export const topologyUnchanged: Gate = {
  id: 'topology-unchanged',
  title: 'the ring and its replication are those the plan was made for',
  needs: ['status', 'keyspaces'],
  judge({ topology }) {
    if (topology.now === undefined) return wait('the topology could not be seen from every node');
    if (topology.now === topology.planned) return pass(`topology ${short(topology.now)}`);
    return refuse(
      `the topology is ${short(topology.now)}, the plan was made for ${short(topology.planned)}: make a new plan`,
    );
  },
};

function short(digest: string): string {
  return digest.slice(0, 12);
}

import type { Gate, GateVerdict } from '../model/gate.ts';
import type { PendingHints } from '../model/readings.ts';
import { valueOf, type Seen } from '../model/seen.ts';
import { nodeOf, type NodeSnapshot } from '../model/snapshot.ts';
import { nameSome, pass, wait, whyMissing } from './verdict.ts';

/** Any node may hold hints, not only replicas, so every other member is asked. */
export const hintsDrained: Gate = {
  id: 'hints-drained',
  title: 'no peer still keeps hints for the node',
  needs: [],
  needsOfAll: ['pending-hints'],
  ownLimit: 'hintsWaitMs',
  judge({ snapshot, subject, members }) {
    const peers = members.filter((address) => address !== subject.address);
    if (peers.length === 0) return wait('there is no other node that could be asked');
    const asked = peers.map((peer) => hintsOn(nodeOf(snapshot, peer), peer, subject.hostId));
    const keeping = asked.filter(({ files }) => files > 0);
    if (keeping.length > 0) {
      const peersText = nameSome(keeping.map(({ peer, files }) => `${peer} (${files} files)`));
      return wait(`hints are still kept by ${peersText}`);
    }
    const unseen = asked.filter(({ seen }) => seen?.kind !== 'seen');
    return unseen.length === 0 ? pass(`no hints on ${peers.length} peers`) : withoutAnswer(unseen);
  },
};

interface Asked {
  readonly peer: string;
  readonly seen: Seen<PendingHints> | undefined;
  readonly files: number;
}

function hintsOn(node: NodeSnapshot | undefined, peer: string, hostId: string): Asked {
  const seen = node?.sources['pending-hints'];
  const target = valueOf(seen)?.targets.find((each) => each.hostId === hostId);
  return { peer, seen, files: target?.files ?? 0 };
}

function withoutAnswer(unseen: readonly Asked[]): GateVerdict {
  const silent = unseen.find(({ seen }) => seen?.kind !== 'missing' || seen.why !== 'unsupported');
  if (silent) return wait(`hints of ${silent.peer} are not seen, ${whyMissing(silent.seen)}`);
  return pass(`not seen on ${nameSome(unseen.map(({ peer }) => peer))}: needs Cassandra 4.1`);
}

import type { Gate } from '../model/gate.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf } from '../model/snapshot.ts';
import { nameSome, pass, wait, whyMissing } from './verdict.ts';

/** Any node may hold hints, not only replicas, so every other member is asked. */
export const hintsDrained: Gate = {
  id: 'hints-drained',
  title: 'no peer still keeps hints for the node',
  needs: ['pending-hints'],
  ownLimit: 'hintsWaitMs',
  judge({ snapshot, subject, members }) {
    const peers = members.filter((address) => address !== subject.address);
    if (peers.length === 0) return wait('there is no other node that could be asked');
    const asked = peers.map((peer) => ({
      peer,
      seen: nodeOf(snapshot, peer)?.sources['pending-hints'],
    }));
    const keeping = asked.flatMap(({ peer, seen }) => {
      const target = valueOf(seen)?.targets.find(({ hostId }) => hostId === subject.hostId);
      return target && target.files > 0 ? [`${peer} (${target.files} files)`] : [];
    });
    if (keeping.length > 0) return wait(`hints are still kept by ${nameSome(keeping)}`);
    const unseen = asked.filter(({ seen }) => valueOf(seen) === undefined);
    const silent = unseen.find(
      ({ seen }) => seen?.kind !== 'missing' || seen.why !== 'unsupported',
    );
    if (silent) return wait(`hints of ${silent.peer} are not seen, ${whyMissing(silent.seen)}`);
    if (unseen.length === 0) return pass(`no hints on ${peers.length} peers`);
    return pass(`not seen on ${nameSome(unseen.map(({ peer }) => peer))}: needs Cassandra 4.1`);
  },
};

import type { Gate, GateVerdict, GateView } from '../model/gate.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf } from '../model/snapshot.ts';
import { isSameVersion } from '../model/version.ts';
import { gossipAboutSubject } from './gossip-about-subject.ts';
import { witnessViews } from './witness-views.ts';
import { firstOf, pass, refuse, wait, whyMissing } from './verdict.ts';

export const releaseVersion: Gate = {
  id: 'release-version',
  title: 'the node runs the target version, by its own word and by its peers',
  needs: ['cql-local', 'gossipinfo', 'status'],
  judge(view) {
    const { address, targetVersion } = view.subject;
    const seen = nodeOf(view.snapshot, address)?.sources['cql-local'];
    const own = valueOf(seen)?.releaseVersion;
    if (own === undefined) return wait(`release of ${address} is not seen, ${whyMissing(seen)}`);
    if (targetVersion !== undefined && !isSameVersion(own, targetVersion)) {
      return refuse(`${address} runs ${own}, not ${targetVersion}`);
    }
    const { live: peers, speakers } = witnessViews(view);
    if (peers.length === 0) return wait('there is no live peer that could have heard of it');
    return firstOf(
      speakers.map((peer) => judgedBy(peer, own, view)).find((verdict) => verdict !== undefined),
      pass(`${own}, and so say ${peers.length} of ${peers.length} peers`),
    );
  },
};

/** Gossip follows the node: a peer that still has the old release has not heard of the new start. */
function judgedBy(peer: string, own: string, view: GateView): GateVerdict | undefined {
  const said = gossipAboutSubject(view, peer);
  if (said.kind === 'missing') return wait(said.reason);
  const heard = said.endpoint.releaseVersion;
  if (heard !== undefined && isSameVersion(heard, own)) return undefined;
  return wait(`${peer} has release ${heard ?? 'unknown'} of ${view.subject.address}, not ${own}`);
}

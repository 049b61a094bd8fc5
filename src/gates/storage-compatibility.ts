import type { Gate, GateVerdict, GateView } from '../model/gate.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf } from '../model/snapshot.ts';
import { modeIn } from '../model/storage-mode.ts';
import { gossipAboutSubject } from './gossip-about-subject.ts';
import { firstOf, pass, refuse, wait, whyMissing } from './verdict.ts';
import { witnessViews } from './witness-views.ts';

/** MessagingService.java of 5.0: 12 in CASSANDRA_4, 13 in UPGRADING and NONE (seen on 5.0.8 with all three). */
const messagingVersion = 13;

export const storageCompatibility: Gate = {
  id: 'storage-compatibility',
  title:
    'the node is in the storage_compatibility_mode that was set, and its peers hear its version of messages',
  needs: ['gossipinfo', 'status'],
  needsOfSubject: ['settings'],
  judge(view) {
    const { address, storageMode } = view.subject;
    const seen = nodeOf(view.snapshot, address)?.sources.settings;
    const settings = valueOf(seen);
    if (!settings) return wait(`settings of ${address} are not seen, ${whyMissing(seen)}`);
    const mode = modeIn(settings) ?? 'no mode';
    if (mode !== storageMode) {
      return refuse(`${address} is in ${mode}, not in ${storageMode ?? 'one that the plan names'}`);
    }
    const { live: peers, speakers } = witnessViews(view);
    if (peers.length === 0) return wait('there is no live peer that could have heard of it');
    return firstOf(
      speakers.map((peer) => heardBy(peer, view)).find((verdict) => verdict !== undefined),
      pass(
        `${mode}, and ${peers.length} of ${peers.length} peers hear messages of version ${messagingVersion}`,
      ),
    );
  },
};

function heardBy(peer: string, view: GateView): GateVerdict | undefined {
  const said = gossipAboutSubject(view, peer);
  if (said.kind === 'missing') return wait(said.reason);
  const heard = said.endpoint.netVersion;
  if (heard !== undefined && heard >= messagingVersion) return undefined;
  const version = heard ?? 'unknown';
  return wait(
    `${peer} has NET_VERSION ${version} of ${view.subject.address}, not ${messagingVersion}`,
  );
}

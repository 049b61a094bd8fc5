import type { Gate, GateVerdict, GateView } from '../model/gate.ts';
import { gossipAboutSubject } from './gossip-about-subject.ts';
import { witnessViews } from './witness-views.ts';
import { firstOf, pass, wait } from './verdict.ts';

export const rpcReady: Gate = {
  id: 'rpc-ready',
  title: 'every live peer has heard from the node that it takes clients (RPC_READY)',
  needs: ['status', 'gossipinfo'],
  judge(view) {
    const { live: peers, speakers } = witnessViews(view);
    if (peers.length === 0) return wait('there is no live peer that could have heard of it');
    return firstOf(
      speakers.map((peer) => judgedBy(peer, view)).find((verdict) => verdict !== undefined),
      pass(`RPC_READY in ${peers.length} of ${peers.length} views`),
    );
  },
};

function judgedBy(peer: string, view: GateView): GateVerdict | undefined {
  const said = gossipAboutSubject(view, peer);
  if (said.kind === 'missing') return wait(said.reason);
  const { rpcReady: ready } = said.endpoint;
  if (ready) return undefined;
  const what = ready === undefined ? 'no RPC_READY' : 'RPC_READY false';
  return wait(`${peer} has ${what} of ${view.subject.address}`);
}

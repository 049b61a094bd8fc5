import { byAddress } from '../model/by-address.ts';
import type { Gate, GateSubject, GateVerdict, GateView } from '../model/gate.ts';
import type { GossipEndpoint, RingStatusRow } from '../model/readings.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf } from '../model/snapshot.ts';
import { gossipAboutSubject } from './gossip-about-subject.ts';
import { witnessViews } from './witness-views.ts';
import { firstOf, nameSome, pass, refuse, wait, whyMissing } from './verdict.ts';

export const seenUpByPeers: Gate = {
  id: 'seen-up-by-peers',
  title: 'every live peer sees the node up, newly started, as the same node in the same place',
  needs: ['status', 'gossipinfo'],
  judge(view) {
    const { live: peers, peers: asked, speakers } = witnessViews(view);
    const before = view.subject.generationBefore;
    if (peers.length === 0) return wait(noneLive(asked));
    if (before === undefined) {
      return refuse(
        'the gossip generation before the stop is not known, so a new start cannot be proven',
      );
    }
    const verdicts = speakers.map((peer) => judgedBy(peer, before, view));
    return firstOf(
      verdicts.find((verdict) => verdict?.kind === 'refuse'),
      verdicts.find((verdict) => verdict !== undefined),
      pass(`up in ${peers.length} of ${peers.length} views, started after ${before}`),
    );
  },
};

/** They may be up all the same, and one of them may be wrong of the others. */
function noneLive(asked: readonly string[]): string {
  if (asked.length === 0) return 'there is no live peer that could see the node';
  return `of those that gave their view (${nameSome(asked)}) each is seen down by another: nobody's word about the node is sure`;
}

/** Undefined: this peer has nothing against it. */
function judgedBy(peer: string, before: number, view: GateView): GateVerdict | undefined {
  const { subject } = view;
  const status = nodeOf(view.snapshot, peer)?.sources.status;
  const rows = valueOf(status)?.rows;
  if (!rows) return wait(`status of ${peer} is missing, ${whyMissing(status)}`);
  const row = byAddress(rows).get(subject.address);
  if (!row) return wait(`${peer} does not list ${subject.address}`);
  const said = gossipAboutSubject(view, peer);
  if (said.kind === 'missing') return wait(said.reason);
  const { endpoint } = said;
  return otherNode(peer, subject, row, endpoint) ?? notBack(peer, subject, row, endpoint, before);
}

function otherNode(
  peer: string,
  subject: GateSubject,
  row: RingStatusRow,
  endpoint: GossipEndpoint,
): GateVerdict | undefined {
  const checks = [
    { what: 'host id', was: subject.hostId, is: [row.hostId, endpoint.hostId] },
    { what: 'dc', was: subject.dc, is: [row.dc, endpoint.dc] },
    { what: 'rack', was: subject.rack, is: [row.rack, endpoint.rack] },
  ];
  for (const { what, was, is } of checks) {
    const other = is.find((value) => value !== undefined && value !== was);
    if (other !== undefined) {
      return refuse(`${peer} sees ${subject.address} with ${what} ${other}, it was ${was}`);
    }
  }
  return undefined;
}

function notBack(
  peer: string,
  { address }: GateSubject,
  row: RingStatusRow,
  endpoint: GossipEndpoint,
  before: number,
): GateVerdict | undefined {
  if (row.liveness !== 'up' || row.state !== 'normal') {
    return wait(`${peer} sees ${address} ${row.liveness} and ${row.state}`);
  }
  if (row.hostId === undefined) return wait(`${peer} does not know the host id of ${address}`);
  if (endpoint.generation <= before) {
    return wait(
      `${peer} knows ${address} by generation ${endpoint.generation}, not newer than ${before}`,
    );
  }
  return undefined;
}

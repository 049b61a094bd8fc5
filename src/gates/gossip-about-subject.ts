import { byAddress } from '../model/by-address.ts';
import type { GateView } from '../model/gate.ts';
import type { GossipEndpoint } from '../model/readings.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf } from '../model/snapshot.ts';
import { whyMissing } from './verdict.ts';

/** What one peer's gossip holds about the subject, or why it is not known. */
export function gossipAboutSubject(
  view: GateView,
  peer: string,
):
  | { readonly kind: 'seen'; readonly endpoint: GossipEndpoint }
  | { readonly kind: 'missing'; readonly reason: string } {
  const seen = nodeOf(view.snapshot, peer)?.sources.gossipinfo;
  const endpoints = valueOf(seen)?.endpoints;
  if (!endpoints) {
    return { kind: 'missing', reason: `gossipinfo of ${peer} is missing, ${whyMissing(seen)}` };
  }
  const endpoint = byAddress(endpoints).get(view.subject.address);
  if (endpoint) return { kind: 'seen', endpoint };
  return { kind: 'missing', reason: `${peer} does not know ${view.subject.address}` };
}

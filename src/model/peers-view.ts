import type { RingStatusRow } from './readings.ts';
import { addressesOf, latestValue } from './series.ts';
import type { Series } from './snapshot.ts';

/** How the other nodes see one node, by their newest `nodetool status`. */
export interface PeersView {
  /** Addresses of the peers that answered, by what they say. */
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** Peers whose ring does not have the node. */
  readonly absent: readonly string[];
  /** `split`: no majority. `unknown`: no peer answered. */
  readonly verdict: 'up' | 'down' | 'absent' | 'split' | 'unknown';
}

/**
 * The majority of the answering peers decides. A peer without gossip (drained) does not vote: it
 * keeps saying UN about everybody; nor does a peer that the others see DOWN, unless nobody is left.
 */
export function peersView(series: Series, address: string): PeersView {
  const voters = votersOf(series);
  return viewOf(series, address, voters);
}

/** Peers whose word counts: they answer, gossip, and the others do not see them DOWN. */
export function votersOf(series: Series): readonly string[] {
  const answering = addressesOf(series).filter((address) => gossips(series, address));
  const live = answering.filter((one) => viewOf(series, one, answering).verdict !== 'down');
  return live.length > 0 ? live : answering;
}

/** The row of `address` in the ring as `voter` sees it. */
export function rowOf(series: Series, voter: string, address: string): RingStatusRow | undefined {
  return latestValue(series, voter, 'status')?.rows.find((row) => row.address === address);
}

function gossips(series: Series, address: string): boolean {
  const hasRing = latestValue(series, address, 'status') !== undefined;
  return hasRing && latestValue(series, address, 'info')?.gossipActive !== false;
}

function viewOf(series: Series, address: string, voters: readonly string[]): PeersView {
  const peers = voters.filter((voter) => voter !== address);
  const saying = (liveness: RingStatusRow['liveness'] | undefined) =>
    peers.filter((peer) => rowOf(series, peer, address)?.liveness === liveness);
  const votes = { up: saying('up'), down: saying('down'), absent: saying(undefined) };
  return { ...votes, verdict: verdictOf(votes) };
}

function verdictOf(votes: Omit<PeersView, 'verdict'>): PeersView['verdict'] {
  const [up, down, absent] = [votes.up.length, votes.down.length, votes.absent.length];
  const all = up + down + absent;
  if (all === 0) return 'unknown';
  if (down * 2 > all) return 'down';
  if (absent === all) return 'absent';
  return up * 2 > all ? 'up' : 'split';
}

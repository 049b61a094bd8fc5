import type { GossipEndpoint, RingStatusRow } from './readings.ts';
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
  const { voters, views, rows } = viewsOf(series);
  const known = views.get(address) ?? viewOf(rows, address, voters);
  views.set(address, known);
  return known;
}

/** Peers whose word counts: they answer, gossip, and the others do not see them DOWN. */
export function votersOf(series: Series): readonly string[] {
  return viewsOf(series).voters;
}

/** The row of `address` in the ring as `voter` sees it. */
export function rowOf(series: Series, voter: string, address: string): RingStatusRow | undefined {
  return viewsOf(series).rows.get(voter)?.get(address);
}

/** What the gossip of `voter` holds about `address`. */
export function gossipOf(
  series: Series,
  voter: string,
  address: string,
): GossipEndpoint | undefined {
  return viewsOf(series).gossip.get(voter)?.get(address);
}

type ByVoter<T> = ReadonlyMap<string, ReadonlyMap<string, T>>;

interface Views {
  readonly voters: readonly string[];
  readonly rows: ByVoter<RingStatusRow>;
  readonly gossip: ByVoter<GossipEndpoint>;
  readonly views: Map<string, PeersView>;
}

/** Every detector asks the same of the same series: the answers are worked out once. */
const remembered = new WeakMap<Series, Views>();

function viewsOf(series: Series): Views {
  const known = remembered.get(series);
  if (known) return known;
  const views = toViews(series);
  remembered.set(series, views);
  return views;
}

function toViews(series: Series): Views {
  const addresses = addressesOf(series);
  const rows = new Map(
    addresses.map((one) => [one, byAddress(latestValue(series, one, 'status')?.rows)]),
  );
  const gossip = new Map(
    addresses.map((one) => [one, byAddress(latestValue(series, one, 'gossipinfo')?.endpoints)]),
  );
  const answering = addresses.filter((address) => gossips(series, address));
  const live = answering.filter((one) => viewOf(rows, one, answering).verdict !== 'down');
  return { voters: live.length > 0 ? live : answering, rows, gossip, views: new Map() };
}

function byAddress<T extends { readonly address: string }>(
  items: readonly T[] = [],
): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.address, item]));
}

function gossips(series: Series, address: string): boolean {
  const hasRing = latestValue(series, address, 'status') !== undefined;
  return hasRing && latestValue(series, address, 'info')?.gossipActive !== false;
}

function viewOf(
  rows: ByVoter<RingStatusRow>,
  address: string,
  voters: readonly string[],
): PeersView {
  const peers = voters.filter((voter) => voter !== address);
  const saying = (liveness: RingStatusRow['liveness'] | undefined) =>
    peers.filter((peer) => rows.get(peer)?.get(address)?.liveness === liveness);
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

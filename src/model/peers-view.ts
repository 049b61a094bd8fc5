import { byAddress, type AddressIndex } from './by-address.ts';
import { groupBy } from './group-by.ts';
import { onceForNewest } from './once-for-newest.ts';
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
  /** Peers that say `?` of it: they answer, and do not know. */
  readonly unsure: readonly string[];
  /** `split`: no majority. `unknown`: no peer that answered knows. */
  readonly verdict: PeersVerdict;
}

export const peersVerdicts = ['up', 'down', 'absent', 'split', 'unknown'] as const;
type PeersVerdict = (typeof peersVerdicts)[number];

/**
 * The majority of the answering peers decides. A peer without gossip (drained) does not vote: it
 * keeps saying UN about everybody; nor does a peer that the others see DOWN, unless nobody is left.
 */
export function peersView(series: Series, address: string): PeersView {
  const { sights, views } = viewsOf(series);
  const known = views.get(address) ?? viewOf(sights, address);
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
  return byAddress(viewsOf(series).gossip.get(voter)).get(address);
}

/** By voter what its gossip holds. */
type Gossip = ReadonlyMap<string, readonly GossipEndpoint[] | undefined>;

type ByVoter<T> = ReadonlyMap<string, AddressIndex<T>>;

/** Voters whose views of the ring are the same values. */
export interface LikeMinded {
  /** In the order of the inventory. */
  readonly voters: readonly string[];
  readonly rows: AddressIndex<RingStatusRow>;
  readonly gossip: readonly GossipEndpoint[] | undefined;
}

/** The voters by what they see, so that a thousand of one mind are asked as one. */
export function likeMinded(series: Series): readonly LikeMinded[] {
  return viewsOf(series).likeMinded;
}

/** What voters see who follow one another in the inventory and are of one mind. */
interface Sight {
  readonly voters: readonly string[];
  readonly rows: AddressIndex<RingStatusRow> | undefined;
}

interface Views {
  readonly voters: readonly string[];
  readonly rows: ByVoter<RingStatusRow>;
  readonly gossip: Gossip;
  readonly sights: readonly Sight[];
  readonly likeMinded: readonly LikeMinded[];
  readonly views: Map<string, PeersView>;
}

/** Every detector asks the same of the same series: the answers are worked out once. */
const viewsOf = onceForNewest(toViews);

function toViews(series: Series): Views {
  const addresses = addressesOf(series);
  const rings = addresses.map((one) => latestValue(series, one, 'status')?.rows);
  const rows = new Map(addresses.map((one, place) => [one, byAddress(rings[place])]));
  const gossip = new Map(
    addresses.map((one) => [one, latestValue(series, one, 'gossipinfo')?.endpoints]),
  );
  const answering = addresses.filter((one, place) => rings[place] && gossips(series, one));
  const allSights = sightsOf(answering, rows);
  const byAll = new Map(answering.map((voter) => [voter, viewOf(allSights, voter)]));
  const live = answering.filter((voter) => byAll.get(voter)?.verdict !== 'down');
  const voters = live.length > 0 ? live : answering;
  const isAll = voters.length === answering.length;
  return {
    ...{ voters, rows, gossip },
    sights: isAll ? allSights : sightsOf(voters, rows),
    likeMinded: groupsOf(voters, rows, gossip),
    views: isAll ? byAll : new Map<string, PeersView>(),
  };
}

function sightsOf(voters: readonly string[], rowsOf: ByVoter<RingStatusRow>): readonly Sight[] {
  const sights: { voters: string[]; rows: Sight['rows'] }[] = [];
  for (const voter of voters) {
    const rows = rowsOf.get(voter);
    const last = sights.at(-1);
    if (last && last.rows === rows) last.voters.push(voter);
    else sights.push({ voters: [voter], rows });
  }
  return sights;
}

function groupsOf(
  voters: readonly string[],
  rows: ByVoter<RingStatusRow>,
  gossip: Gossip,
): readonly LikeMinded[] {
  const groups = groupBy(voters, (voter) => rows.get(voter));
  return [...groups].flatMap(([seen = byAddress<RingStatusRow>(undefined), alike]) =>
    [...groupBy(alike, (voter) => gossip.get(voter))].map(([heard, of]) => ({
      voters: of,
      rows: seen,
      gossip: heard,
    })),
  );
}

function gossips(series: Series, address: string): boolean {
  return latestValue(series, address, 'info')?.gossipActive !== false;
}

type Vote = 'up' | 'down' | 'absent' | 'unsure';

function viewOf(sights: readonly Sight[], address: string): PeersView {
  const counts = { up: 0, down: 0, absent: 0, unsure: 0 };
  for (const sight of sights) {
    const vote = voteOf(sight, address);
    const own = sight.voters.includes(address) ? 1 : 0;
    counts[vote] += sight.voters.length - own;
  }
  return new SeenBySights(verdictOf(counts), sights, address);
}

/**
 * Who says what is put into lists only where somebody reads them. A class, because an object that is written
 * with getters takes V8 a hundred times as long to make.
 */
class SeenBySights implements PeersView {
  readonly verdict: PeersVerdict;
  readonly #sights: readonly Sight[];
  readonly #address: string;

  constructor(verdict: PeersVerdict, sights: readonly Sight[], address: string) {
    this.verdict = verdict;
    this.#sights = sights;
    this.#address = address;
  }

  get up() {
    return this.#saying('up');
  }

  get down() {
    return this.#saying('down');
  }

  get absent() {
    return this.#saying('absent');
  }

  get unsure() {
    return this.#saying('unsure');
  }

  #saying(vote: Vote): readonly string[] {
    return this.#sights
      .filter((sight) => voteOf(sight, this.#address) === vote)
      .flatMap(({ voters }) => voters.filter((voter) => voter !== this.#address));
  }
}

function voteOf({ rows }: Sight, address: string): Vote {
  const liveness = rows?.get(address)?.liveness ?? 'absent';
  return liveness === 'unknown' ? 'unsure' : liveness;
}

function verdictOf({ up, down, absent }: Readonly<Record<Vote, number>>): PeersView['verdict'] {
  const all = up + down + absent;
  if (all === 0) return 'unknown';
  if (down * 2 > all) return 'down';
  if (absent === all) return 'absent';
  return up * 2 > all ? 'up' : 'split';
}

/** Where a node is, as its peers and itself say; undefined: nobody was heard. */
export function placeOf(
  series: Series,
  node: string,
): { readonly rack: string | undefined; readonly dc: string | undefined } {
  const row = anyRowOf(series, node);
  return { rack: row?.rack, dc: row?.dc };
}

/** Its row in the first view of the ring that has it; undefined: none has. */
export function anyRowOf(series: Series, node: string): RingStatusRow | undefined {
  for (const voter of votersOf(series)) {
    const row = rowOf(series, voter, node);
    if (row) return row;
  }
  return undefined;
}

import { addressSet } from '../model/address-set.ts';
import type { GateView } from '../model/gate.ts';
import { rememberLast } from '../model/remember-last.ts';
import type { RingStatusRow } from '../model/readings.ts';
import { groupBy } from '../model/group-by.ts';
import { mapChanged } from '../model/map-changed.ts';
import { valueOf, type Seen } from '../model/seen.ts';
import { nodesOf, type NodeSnapshot } from '../model/snapshot.ts';
import { whyMissing } from './verdict.ts';
import { witnessesIn } from './witnesses.ts';

/** One view of the ring. */
export interface WitnessView {
  readonly rows: readonly RingStatusRow[];
  /** Those of nodes that are not up and normal. */
  readonly odd: readonly RingStatusRow[];
  readonly first: string;
  /** All that have it. */
  readonly peers: () => readonly string[];
}

/** The ring as the other nodes see it, each for itself. */
export interface WitnessViews {
  /** Peers that gave their view. */
  readonly peers: readonly string[];
  /** Views that are the same value stand here once, with all that have it, in the order of the first. */
  readonly views: readonly WitnessView[];
  /** Peers that should have a view and gave none. */
  readonly missing: readonly { readonly peer: string; readonly why: string }[];
  /** Addresses that at least one peer does not see up. */
  readonly notUp: ReadonlySet<string>;
  /** Witnesses that no other witness sees down: those whose word about the subject is needed. */
  readonly live: readonly string[];
  /**
   * The live ones that say something of their own about the subject: of those whose status and gossip
   * are the same values the first speaks for all. A thousand views are then judged as a few.
   */
  readonly speakers: readonly string[];
}

/**
 * `nodetool status` of every witness of the subject; its own view of itself does not count. Several
 * gates ask the same of one look.
 */
export const witnessViews = rememberLast(toViews);

function toViews(view: GateView): WitnessViews {
  const peers = witnessesIn(view);
  const words = wordsOf(peers, nodesOf(view.snapshot, peers));
  const silent = words.filter(({ rows }) => rows === undefined);
  const seen = silent.length === 0 ? words : words.filter(({ rows }) => rows !== undefined);
  const views = [...groupBy(seen, ({ rows }) => rows)].flatMap(([rows, alike]) => {
    const first = peers[alike[0]?.places[0] ?? -1];
    return rows && first !== undefined
      ? [{ rows, odd: oddIn(rows), first, peers: () => saidByAnyOf(alike, peers) }]
      : [];
  });
  const notUp = new Set(views.flatMap(({ odd }) => odd.filter(isNotUp).map(addressOf)));
  const live = notUp.size === 0 ? peers : peers.filter((peer) => !notUp.has(peer));
  return {
    peers: silent.length === 0 ? peers : saidByAnyOf(seen, peers),
    views,
    missing: silent.length === 0 ? [] : reasonsOf(silent, peers),
    notUp,
    live,
    speakers: speakersOf(words, peers, live),
  };
}

/** What witnesses say, with all who say the very same. A silence is its own: its reason may be another. */
interface Word {
  /** Where among the peers they stand. */
  readonly places: number[];
  readonly status: Seen<unknown> | undefined;
  readonly rows: readonly RingStatusRow[] | undefined;
}

/** In the order of those who say each first. */
function wordsOf(
  peers: readonly string[],
  nodes: readonly (NodeSnapshot | undefined)[],
): readonly Word[] {
  const words = new Map<unknown, Map<unknown, Word>>();
  let last: { readonly said: unknown; readonly gossip: unknown; readonly word: Word } | undefined;
  peers.forEach((_, place) => {
    const { status, gossipinfo } = nodes[place]?.sources ?? nothing;
    const [said, gossip] = [saidBy(status), saidBy(gossipinfo)];
    // Nearly always it is as with the one before.
    if (!last || last.said !== said || last.gossip !== gossip) {
      const bySaid = words.get(said) ?? new Map<unknown, Word>();
      words.set(said, bySaid);
      const word = bySaid.get(gossip) ?? { places: [], status, rows: valueOf(status)?.rows };
      bySaid.set(gossip, word);
      last = { said, gossip, word };
    }
    last.word.places.push(place);
  });
  return [...words.values()].flatMap((bySaid) => [...bySaid.values()]);
}

const nothing: NodeSnapshot['sources'] = {};

function saidBy(seen: Seen<unknown> | undefined): unknown {
  return valueOf(seen) ?? seen;
}

function reasonsOf(silent: readonly Word[], peers: readonly string[]): WitnessViews['missing'] {
  const why = new Map(
    silent.flatMap(({ places, status }) => places.map((place) => [place, whyMissing(status)])),
  );
  return placesOf(silent).map((place) => ({ peer: peers[place] ?? '', why: why.get(place) ?? '' }));
}

/** In the order of `peers`. */
function saidByAnyOf(words: readonly Word[], peers: readonly string[]): readonly string[] {
  const places = placesOf(words);
  return places.length === peers.length ? peers : places.flatMap((place) => peers[place] ?? []);
}

/** Of all of them, in order. Nobody is in two. */
function placesOf([first, ...others]: readonly Word[]): readonly number[] {
  if (!first || others.length === 0) return first?.places ?? [];
  return [first, ...others].flatMap(({ places }) => places).sort((a, b) => a - b);
}

/** The first of the live ones who say the same, in the order of `live`. */
function speakersOf(
  words: readonly Word[],
  peers: readonly string[],
  live: readonly string[],
): readonly string[] {
  if (words.length === 1) return live.slice(0, 1);
  const isLive = live === peers ? undefined : addressSet(live);
  const firstOf = ({ places }: Word) =>
    isLive ? places.find((place) => isLive.has(peers[place] ?? '')) : places[0];
  const first = words.flatMap((word) => firstOf(word) ?? []).sort((a, b) => a - b);
  return first.flatMap((place) => peers[place] ?? []);
}

function oddIn(rows: readonly RingStatusRow[]): readonly RingStatusRow[] {
  const areOdd = areOddOf(rows);
  return areOdd.includes(true) ? rows.filter((_, place) => areOdd[place]) : none;
}

const none: readonly RingStatusRow[] = [];

/** From look to look most rows are the same values. */
const areOddOf = mapChanged((row: RingStatusRow) => isNotUp(row) || row.state !== 'normal');

function isNotUp({ liveness }: RingStatusRow): boolean {
  return liveness !== 'up';
}

function addressOf({ address }: RingStatusRow): string {
  return address;
}

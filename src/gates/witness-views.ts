import type { GateView } from '../model/gate.ts';
import { onceForEach } from '../model/once-for-each.ts';
import type { RingStatusRow } from '../model/readings.ts';
import { groupBy } from '../model/group-by.ts';
import { mapChanged } from '../model/map-changed.ts';
import { valueOf, type Seen } from '../model/seen.ts';
import { nodesOf } from '../model/snapshot.ts';
import { whyMissing } from './verdict.ts';
import { witnesses } from './witnesses.ts';

/** The ring as the other nodes see it, each for itself. */
export interface WitnessViews {
  /** Peers that gave their view. */
  readonly peers: readonly string[];
  /** Views that are the same value stand here once, with all that have it, in the order of the first. */
  readonly views: readonly {
    readonly peers: readonly [string, ...string[]];
    readonly rows: readonly RingStatusRow[];
  }[];
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
export const witnessViews = onceForEach(toViews);

function toViews(view: GateView): WitnessViews {
  const peers = witnesses(view.subject.address, view.members, view.rings);
  const words = nodesOf(view.snapshot, peers).map((node, index): Word => {
    const { status, gossipinfo } = node?.sources ?? {};
    return { peer: peers[index] ?? '', status, rows: valueOf(status)?.rows, gossipinfo };
  });
  const seen = words.filter(({ rows }) => rows !== undefined);
  const views = [...groupBy(seen, ({ rows }) => rows)].flatMap(([rows, [first, ...others]]) => {
    const alike = first && ([first.peer, ...others.map(peerOf)] as const);
    return rows && alike ? [{ peers: alike, rows }] : [];
  });
  const notUp = new Set(views.flatMap(({ rows }) => notUpIn(rows)));
  const live = words.filter(({ peer }) => !notUp.has(peer));
  return {
    peers: seen.map(peerOf),
    views,
    missing: words
      .filter(({ rows }) => rows === undefined)
      .map(({ peer, status }) => ({ peer, why: whyMissing(status) })),
    notUp,
    live: live.map(peerOf),
    speakers: speakersOf(live),
  };
}

/** What one witness says. */
interface Word {
  readonly peer: string;
  readonly status: Seen<unknown> | undefined;
  readonly rows: readonly RingStatusRow[] | undefined;
  readonly gossipinfo: Seen<unknown> | undefined;
}

function peerOf({ peer }: Word): string {
  return peer;
}

function notUpIn(rows: readonly RingStatusRow[]): readonly string[] {
  const areNotUp = isNotUpOf(rows);
  return areNotUp.includes(true) ? rows.filter(isNotUp).map(addressOf) : [];
}

/** From look to look most rows are the same values. */
const isNotUpOf = mapChanged(isNotUp);

function isNotUp({ liveness }: RingStatusRow): boolean {
  return liveness !== 'up';
}

function addressOf({ address }: RingStatusRow): string {
  return address;
}

/** The first of those who say the same. A silence is its own: its reason may be another. */
function speakersOf(live: readonly Word[]): readonly string[] {
  const heard = new Map<unknown, Set<unknown>>();
  let last: Word | undefined;
  const isNew = (word: Word) => {
    const [said, gossip] = [saidBy(word), gossipBy(word)];
    const isRepeated = last && said === saidBy(last) && gossip === gossipBy(last);
    last = word;
    if (isRepeated || heard.get(said)?.has(gossip)) return false;
    heard.set(said, (heard.get(said) ?? new Set()).add(gossip));
    return true;
  };
  return live.filter(isNew).map(peerOf);
}

function saidBy({ status }: Word): unknown {
  return valueOf(status) ?? status;
}

function gossipBy({ gossipinfo }: Word): unknown {
  return valueOf(gossipinfo) ?? gossipinfo;
}

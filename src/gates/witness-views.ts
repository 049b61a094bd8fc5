import type { GateView } from '../model/gate.ts';
import type { RingStatusRow } from '../model/readings.ts';
import { groupBy } from '../model/group-by.ts';
import { valueOf, type Seen } from '../model/seen.ts';
import { nodeOf } from '../model/snapshot.ts';
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

/** Several gates ask the same of one look. */
const remembered = new WeakMap<GateView, WitnessViews>();

/** `nodetool status` of every witness of the subject; its own view of itself does not count. */
export function witnessViews(view: GateView): WitnessViews {
  const known = remembered.get(view);
  if (known) return known;
  const views = toViews(view);
  remembered.set(view, views);
  return views;
}

function toViews(view: GateView): WitnessViews {
  const asked = witnesses(view.subject.address, view.members, view.rings).map((peer) => {
    const { status, gossipinfo } = nodeOf(view.snapshot, peer)?.sources ?? {};
    return { peer, status, rows: valueOf(status)?.rows, gossipinfo };
  });
  const seen = asked.filter(({ rows }) => rows !== undefined);
  const views = [...groupBy(seen, ({ rows }) => rows)].flatMap(([rows, [first, ...others]]) => {
    const peers = first && ([first.peer, ...others.map(({ peer }) => peer)] as const);
    return rows && peers ? [{ peers, rows }] : [];
  });
  const notUp = new Set(views.flatMap(({ rows }) => rows.filter(isNotUp).map(addressOf)));
  const live = asked.filter(({ peer }) => !notUp.has(peer));
  return {
    peers: seen.map(({ peer }) => peer),
    views,
    missing: asked
      .filter(({ rows }) => rows === undefined)
      .map(({ peer, status }) => ({ peer, why: whyMissing(status) })),
    notUp,
    live: live.map(({ peer }) => peer),
    speakers: speakersOf(live),
  };
}

function isNotUp({ liveness }: RingStatusRow): boolean {
  return liveness !== 'up';
}

function addressOf({ address }: RingStatusRow): string {
  return address;
}

interface Word {
  readonly peer: string;
  readonly status: Seen<unknown> | undefined;
  readonly gossipinfo: Seen<unknown> | undefined;
}

/** A silence is its own: its reason may be another. */
function speakersOf(live: readonly Word[]): readonly string[] {
  const byStatus = groupBy(live, ({ status }) => valueOf(status) ?? status);
  const distinct = [...byStatus.values()].flatMap((alike) => [
    ...groupBy(alike, ({ gossipinfo }) => valueOf(gossipinfo) ?? gossipinfo).values(),
  ]);
  const first = new Set(distinct.map(([word]) => word));
  return live.filter((word) => first.has(word)).map(({ peer }) => peer);
}

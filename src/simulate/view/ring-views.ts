import type { Instant } from '../../model/instant.ts';
import { mapChanged } from '../../model/map-changed.ts';
import { once } from '../../model/once.ts';
import { onceForEach } from '../../model/once-for-each.ts';
import type {
  GossipEndpoint,
  GossipInfo,
  PendingHints,
  RingStatus,
  RingStatusRow,
} from '../../model/readings.ts';
import { heardByAll, heartbeatAt, newsMs } from '../hearing.ts';
import { ofEachNode } from '../of-each-node.ts';
import { faultsOf } from '../node-faults.ts';
import { placeOf, type ClusterState, type SimulatedNode } from '../state.ts';
import { hintsGoneFrom } from '../work.ts';
import { gossipInfo, ringStatus } from './cluster-view.ts';
import { hintsFor } from './node-view.ts';
import { endpointOf, gossipAbout, rowOf, statusRow } from './ring-view.ts';

/** What every node sees of the others at one instant. */
export interface RingViews {
  /** True: all see the same. */
  hasNoNews(): boolean;
  hasNoHints(): boolean;
  status(viewer: SimulatedNode): RingStatus;
  gossip(viewer: SimulatedNode): GossipInfo;
  hints(holder: SimulatedNode): PendingHints;
}

/**
 * The same values as each node's own view, but shared: where nothing has happened for long all nodes see
 * the same, so only nodes with news are worked out for each viewer. A thousand views of a thousand nodes
 * are then a few.
 */
export function ringViews(state: ClusterState, now: Instant): RingViews {
  const news = once(() => newsOf(state, now));
  const isNews = (node: SimulatedNode) => news().some((place) => state.nodes[place] === node);
  const hinted = once(() => hintedIn(state, now));
  const shared = new Map<string, { status?: RingStatus; gossip?: GossipInfo }>();
  const sameAs = (viewer: SimulatedNode) => {
    const key = JSON.stringify(
      nodesAt(state, news()).map((subject) => [
        statusRow(state, viewer, subject, now).liveness,
        gossipAbout(state, viewer, subject, now),
      ]),
    );
    const known = shared.get(key) ?? {};
    shared.set(key, known);
    return known;
  };
  return {
    hasNoNews: () => news().length === 0,
    hasNoHints: () => hinted().length === 0,
    status(viewer) {
      if (isNews(viewer)) return ringStatus(state, viewer, now);
      return (sameAs(viewer).status ??= statusBut(news(), state, viewer, now));
    },
    gossip(viewer) {
      if (isNews(viewer)) return gossipInfo(state, viewer, now);
      return (sameAs(viewer).gossip ??= gossipBut(news(), state, viewer, now));
    },
    hints: (holder) => hintsFor(hinted(), state, holder, now),
  };
}

/** Where those stand of whom not all say the same. */
type News = readonly number[];

function nodesAt({ nodes }: ClusterState, places: News): readonly SimulatedNode[] {
  return places.flatMap((place) => nodes[place] ?? []);
}

/** Rows of the others are as they were at any look since something happened to them. */
function statusBut(
  news: News,
  state: ClusterState,
  viewer: SimulatedNode,
  now: Instant,
): RingStatus {
  const settled = rowsOf(state.nodes);
  if (news.length === 0) return quietStatus(settled);
  const rows = settled.slice();
  for (const place of news) {
    const node = state.nodes[place];
    if (node && settled[place]) rows[place] = statusRow(state, viewer, node, now);
  }
  return { rows: known(rows) };
}

// A node without a row never ran.
const quietStatus = onceForEach((rows: readonly (RingStatusRow | undefined)[]): RingStatus => ({
  rows: known(rows),
}));
const quietEndpoints = onceForEach(known<GossipEndpoint>);

function known<T extends object>(items: readonly (T | undefined)[]): readonly T[] {
  const isWhole = (list: typeof items): list is readonly T[] => !list.includes(undefined);
  return isWhole(items) ? items : items.filter((item) => item !== undefined);
}

function gossipBut(
  news: News,
  state: ClusterState,
  viewer: SimulatedNode,
  now: Instant,
): GossipInfo {
  const settled = endpointsOf(state);
  const starts = startsOf(state.nodes);
  if (news.length === 0) {
    return gossipOf(quietEndpoints(settled), () =>
      starts.map((startedAt) => heartbeatAt(startedAt, now)),
    );
  }
  const heard = settled.slice();
  const own = new Map<number, number>();
  for (const place of news) {
    const node = state.nodes[place];
    const gossiped = node && gossipAbout(state, viewer, node, now);
    heard[place] = gossiped?.endpoint;
    if (gossiped) own.set(place, gossiped.heartbeat);
  }
  return gossipOf(known(heard), () =>
    starts.flatMap((startedAt, place) =>
      heard[place] ? (own.get(place) ?? heartbeatAt(startedAt, now)) : [],
    ),
  );
}

/** Nobody reads the heartbeats but who prints them. */
function gossipOf(
  endpoints: readonly GossipEndpoint[],
  heartbeats: () => readonly number[],
): GossipInfo {
  const asked = once(heartbeats);
  return {
    endpoints,
    get heartbeats() {
      return asked();
    },
  };
}

// How all others see a node that lives on, when its start is no news any more.
const rowsOf = mapChanged((node: SimulatedNode) => {
  const life = node.lives.at(-1);
  return life && rowOf(node, life, true);
});
const startsOf = mapChanged(({ lives }: SimulatedNode) => lives.at(-1)?.startedAt ?? 0);

const endpointsOf = ofEachNode((state, node) => {
  const life = node.lives.at(-1);
  return life && endpointOf(state, node, heardByAll(life, state.at), state.at);
});

/** Nodes to which something happened that not everybody may have heard, or of which a fault lets viewers differ. */
function newsOf(state: ClusterState, now: Instant): News {
  const { nodes, faults } = state;
  if (faults.length === 0 && now >= calmOf(nodes).from) return nothing;
  const from = settledFrom(nodes);
  const faulty = new Set(faults.map(({ node }) => placeOf(state, node)));
  return from.flatMap((instant, place) => (now < instant || faulty.has(place) ? [place] : []));
}

const nothing: News = [];

function hintedIn(state: ClusterState, now: Instant): readonly SimulatedNode[] {
  const { nodes, faults } = state;
  if (faults.length === 0 && now >= calmOf(nodes).withoutHintsFrom) return [];
  const staying = new Set(faultsOf(state, 'hints-stay').map(({ node }) => placeOf(state, node)));
  const goneFrom = hintsGone(nodes);
  return nodes.filter((_, place) => now < (goneFrom[place] ?? now) || staying.has(place));
}

interface Calm {
  /** From when on nothing is news, unless something happens. */
  readonly from: Instant;
  readonly withoutHintsFrom: Instant;
}

/** Looks are many, and between two acts of a roll the nodes are the same value. */
const calmOf = onceForEach((nodes: ClusterState['nodes']): Calm => ({
  from: Math.max(...settledFrom(nodes)),
  withoutHintsFrom: Math.max(...hintsGone(nodes)),
}));

/** When everybody will know all there is to know of each; never, while it does not gossip. */
const settledFrom = mapChanged((node: SimulatedNode) => newsMs + lastNews(node));
const hintsGone = mapChanged(hintsGoneFrom);

/** Whoever has heard of its newest life asks no more how the one before ended. */
function lastNews({ lives }: SimulatedNode): Instant {
  const last = lives.at(-1);
  // Who does not gossip sees what it saw last, or nothing.
  if (!last || last.gossipAt === undefined || last.drain || last.end) {
    return Number.POSITIVE_INFINITY;
  }
  return Math.max(last.gossipAt, last.cqlAt ?? last.gossipAt);
}

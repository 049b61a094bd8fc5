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
import type { ClusterState, SimulatedNode } from '../state.ts';
import { hintsGoneFrom, mayBeHinted } from '../work.ts';
import { gossipInfo, ringStatus } from './cluster-view.ts';
import { hintsFor } from './node-view.ts';
import { endpointOf, gossipAbout, gossipInfoOf, rowOf, statusRow } from './ring-view.ts';

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
  const hinted = once(() => hintedIn(state, now));
  const shared = new Map<string, { status?: RingStatus; gossip?: GossipInfo }>();
  const sameAs = (viewer: SimulatedNode) => {
    const key = JSON.stringify(
      [...news()].map((subject) => [
        statusRow(state, viewer, subject, now).liveness,
        gossipAbout(state, viewer, subject, now),
      ]),
    );
    const known = shared.get(key) ?? {};
    shared.set(key, known);
    return known;
  };
  return {
    hasNoNews: () => news().size === 0,
    hasNoHints: () => hinted().length === 0,
    status(viewer) {
      if (news().has(viewer)) return ringStatus(state, viewer, now);
      return (sameAs(viewer).status ??= statusBut(news(), state, viewer, now));
    },
    gossip(viewer) {
      if (news().has(viewer)) return gossipInfo(state, viewer, now);
      return (sameAs(viewer).gossip ??= gossipBut(news(), state, viewer, now));
    },
    hints: (holder) => hintsFor(hinted(), state, holder, now),
  };
}

type News = ReadonlySet<SimulatedNode>;

/** Rows of the others are as they were at any look since something happened to them. */
function statusBut(
  news: News,
  state: ClusterState,
  viewer: SimulatedNode,
  now: Instant,
): RingStatus {
  const settled = rowsOf(state.nodes);
  if (news.size === 0) return quietStatus(settled);
  const rows = state.nodes.map((node, place) => {
    const row = news.has(node) ? undefined : settled[place];
    return row ?? statusRow(state, viewer, node, now);
  });
  return areAllIn(settled) ? { rows } : { rows: rows.filter((_, place) => settled[place]) };
}

const areAllIn = onceForEach(
  (settled: readonly (RingStatusRow | undefined)[]) => !settled.includes(undefined),
);

// A node without a row never ran.
const quietStatus = onceForEach((rows: readonly (RingStatusRow | undefined)[]): RingStatus => ({
  rows: known(rows),
}));
const quietEndpoints = onceForEach(known<GossipEndpoint>);

function known<T extends object>(items: readonly (T | undefined)[]): readonly T[] {
  return items.filter((item) => item !== undefined);
}

function gossipBut(
  news: News,
  state: ClusterState,
  viewer: SimulatedNode,
  now: Instant,
): GossipInfo {
  const settled = endpointsOf(state);
  const starts = startsOf(state.nodes);
  if (news.size === 0) {
    const heartbeats = once(() => starts.map((startedAt) => heartbeatAt(startedAt, now)));
    return {
      endpoints: quietEndpoints(settled),
      // Nobody reads them but who prints them.
      get heartbeats() {
        return heartbeats();
      },
    };
  }
  const gossiped = state.nodes.flatMap((node, place) => {
    const endpoint = news.has(node) ? undefined : settled[place];
    if (!endpoint) return gossipAbout(state, viewer, node, now) ?? [];
    return { endpoint, heartbeat: heartbeatAt(starts[place] ?? now, now) };
  });
  return gossipInfoOf(gossiped);
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
  if (faults.length === 0 && now >= calmOf(nodes).from) return nobody;
  const faulty = new Set(faults.map(({ node }) => node));
  const from = settledFrom(nodes);
  return new Set(
    nodes.filter((node, place) => faulty.has(node.address) || now < (from[place] ?? now)),
  );
}

const nobody: News = new Set();

function hintedIn(state: ClusterState, now: Instant): readonly SimulatedNode[] {
  if (state.faults.length === 0 && now >= calmOf(state.nodes).withoutHintsFrom) return [];
  return state.nodes.filter((node) => mayBeHinted(state, node, now));
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

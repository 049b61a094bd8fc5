import type { Instant } from '../../model/instant.ts';
import type {
  GossipEndpoint,
  GossipInfo,
  PendingHints,
  RingStatus,
  RingStatusRow,
} from '../../model/readings.ts';
import { heartbeatAt, newsMs } from '../hearing.ts';
import type { ClusterState, SimulatedNode } from '../state.ts';
import { hintsGoneFrom, mayBeHinted } from '../work.ts';
import { gossipInfo, ringStatus } from './cluster-view.ts';
import { hintsFor } from './node-view.ts';
import { gossipEndpoint, statusRow } from './ring-view.ts';

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
        gossipEndpoint(state, viewer, subject, now),
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
  const whole = news.size === 0 ? quiet.get(state.nodes) : undefined;
  const status = whole ?? {
    rows: state.nodes.map((node) =>
      news.has(node) ? statusRow(state, viewer, node, now) : settledRow(state, viewer, node, now),
    ),
  };
  if (news.size === 0) quiet.set(state.nodes, status);
  return status;
}

const quiet = new WeakMap<ClusterState['nodes'], RingStatus>();
const rows = new WeakMap<SimulatedNode, RingStatusRow>();

function settledRow(
  state: ClusterState,
  viewer: SimulatedNode,
  node: SimulatedNode,
  now: Instant,
): RingStatusRow {
  const row = rows.get(node) ?? statusRow(state, viewer, node, now);
  rows.set(node, row);
  return row;
}

function gossipBut(
  news: News,
  state: ClusterState,
  viewer: SimulatedNode,
  now: Instant,
): GossipInfo {
  const endpoints: GossipEndpoint[] = [];
  for (const node of state.nodes) {
    const endpoint = news.has(node)
      ? gossipEndpoint(state, viewer, node, now)
      : settledEndpoint(state, viewer, node, now);
    if (endpoint) endpoints.push(endpoint);
  }
  return { endpoints };
}

/** What stays of it; its schema changes only with the keyspaces. */
interface Settled {
  readonly startedAt: Instant;
  readonly keyspaces: ClusterState['keyspaces'];
  readonly endpoint: GossipEndpoint;
}

const settled = new WeakMap<SimulatedNode, Settled>();

/** Only the heartbeat goes on. */
function settledEndpoint(
  state: ClusterState,
  viewer: SimulatedNode,
  node: SimulatedNode,
  now: Instant,
): GossipEndpoint | undefined {
  const known = settled.get(node);
  if (known?.keyspaces === state.keyspaces) {
    return { ...known.endpoint, heartbeat: heartbeatAt(known, now) };
  }
  const endpoint = gossipEndpoint(state, viewer, node, now);
  const life = node.lives.at(-1);
  const { keyspaces } = state;
  if (endpoint && life) settled.set(node, { startedAt: life.startedAt, keyspaces, endpoint });
  return endpoint;
}

/** Nodes to which something happened that not everybody may have heard, or of which a fault lets viewers differ. */
function newsOf(state: ClusterState, now: Instant): News {
  const { nodes, faults } = state;
  if (faults.length === 0 && now >= calmOf(nodes).from) return nobody;
  const faulty = new Set(faults.map(({ node }) => node));
  return new Set(nodes.filter((node) => faulty.has(node.address) || now < settledFrom(node)));
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

const calms = new WeakMap<ClusterState['nodes'], Calm>();

/** Looks are many, and between two acts of a roll the nodes are the same value. */
function calmOf(nodes: ClusterState['nodes']): Calm {
  const known = calms.get(nodes) ?? {
    from: latest(nodes, settledFrom),
    withoutHintsFrom: latest(nodes, hintsGoneFrom),
  };
  calms.set(nodes, known);
  return known;
}

function latest(nodes: ClusterState['nodes'], of: (node: SimulatedNode) => Instant): Instant {
  return nodes.reduce((last, node) => Math.max(last, of(node)), Number.NEGATIVE_INFINITY);
}

const settling = new WeakMap<SimulatedNode, Instant>();

/** When everybody will know all there is to know of it; never, while it does not gossip. */
function settledFrom(node: SimulatedNode): Instant {
  const known = settling.get(node) ?? newsMs + lastEvent(node);
  settling.set(node, known);
  return known;
}

function lastEvent({ lives }: SimulatedNode): Instant {
  const last = lives.at(-1);
  // Who does not gossip sees what it saw last, or nothing.
  if (!last || last.gossipAt === undefined || last.drain || last.end) {
    return Number.POSITIVE_INFINITY;
  }
  const events = lives.flatMap(({ gossipAt = 0, cqlAt = 0, drain, end }) => [
    ...[gossipAt, cqlAt, drain?.begunAt ?? 0, end?.at ?? 0],
  ]);
  return Math.max(...events);
}

function once<T>(work: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: work() }).value;
}

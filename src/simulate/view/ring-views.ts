import type { Instant } from '../../model/instant.ts';
import type {
  GossipEndpoint,
  GossipInfo,
  RingStatus,
  RingStatusRow,
} from '../../model/readings.ts';
import { newsMs } from '../hearing.ts';
import type { ClusterState, Life, SimulatedNode } from '../state.ts';
import { gossipInfo, ringStatus } from './cluster-view.ts';
import { gossipEndpoint, statusRow } from './ring-view.ts';

/** What every node sees of the ring at one instant. */
export interface RingViews {
  status(viewer: SimulatedNode): RingStatus;
  gossip(viewer: SimulatedNode): GossipInfo;
}

/**
 * The same values as each node's own view, but shared: where nothing has happened for long all nodes see
 * the same, so only nodes with news are worked out for each viewer. A thousand views of a thousand nodes
 * are then a few.
 */
export function ringViews(state: ClusterState, now: Instant): RingViews {
  const inNews = state.nodes.filter((node) => isInNews(state, node, now));
  const isNews = new Set(inNews);
  const reference = state.nodes.find((node) => !isNews.has(node));
  const shared = new Map<string, { status?: RingStatus; gossip?: GossipInfo }>();
  const settled = reference && settledViews(state, reference, isNews, now);
  const sameAs = (viewer: SimulatedNode) => {
    const seen = inNews.map((subject) => [
      statusRow(state, viewer, subject, now).liveness,
      gossipEndpoint(state, viewer, subject, now),
    ]);
    const key = JSON.stringify(seen);
    const known = shared.get(key) ?? {};
    shared.set(key, known);
    return known;
  };
  return {
    status(viewer) {
      if (!settled || isNews.has(viewer)) return ringStatus(state, viewer, now);
      return (sameAs(viewer).status ??= {
        rows: settled().map(
          ({ row }, at) => row ?? statusRow(state, viewer, nodeAt(state, at), now),
        ),
      });
    },
    gossip(viewer) {
      if (!settled || isNews.has(viewer)) return gossipInfo(state, viewer, now);
      return (sameAs(viewer).gossip ??= {
        endpoints: settled().flatMap(
          ({ endpoint }, at) =>
            endpoint ?? gossipEndpoint(state, viewer, nodeAt(state, at), now) ?? [],
        ),
      });
    },
  };
}

interface Settled {
  /** Absent for a node with news. */
  readonly row?: RingStatusRow;
  readonly endpoint?: GossipEndpoint;
}

/** Worked out when the first asks. */
function settledViews(
  state: ClusterState,
  reference: SimulatedNode,
  isNews: ReadonlySet<SimulatedNode>,
  now: Instant,
): () => readonly Settled[] {
  let known: readonly Settled[] | undefined;
  return () =>
    (known ??= state.nodes.map((node) => {
      if (isNews.has(node)) return {};
      const endpoint = gossipEndpoint(state, reference, node, now);
      return { row: statusRow(state, reference, node, now), ...(endpoint ? { endpoint } : {}) };
    }));
}

function nodeAt({ nodes }: ClusterState, at: number): SimulatedNode {
  const node = nodes[at];
  if (!node) throw new Error(`there is no node number ${at}`);
  return node;
}

/** Something happened to it that not everybody may have heard, or a fault lets viewers differ. */
function isInNews({ faults }: ClusterState, node: SimulatedNode, now: Instant): boolean {
  const happened = (at: Instant | undefined) => at !== undefined && at <= now && at > now - newsMs;
  const isYoung = ({ gossipAt, cqlAt, drain, end }: Life) =>
    happened(gossipAt) || happened(cqlAt) || happened(drain?.begunAt) || happened(end?.at);
  // Who does not gossip sees what it saw last, or nothing.
  const last = node.lives.at(-1);
  const isSilent =
    !last || last.gossipAt === undefined || last.gossipAt > now || last.drain || last.end;
  return (
    Boolean(isSilent) ||
    node.lives.some(isYoung) ||
    faults.some((fault) => fault.node === node.address)
  );
}

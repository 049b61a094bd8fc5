import { groupBy } from '../model/group-by.ts';
import type { Instant } from '../model/instant.ts';
import type { InventoryNode } from '../model/inventory.ts';
import type { Limits } from '../model/limits.ts';
import type { MissingReason, Seen } from '../model/seen.ts';
import type { NodeSnapshot, Snapshot, SourceId } from '../model/snapshot.ts';
import type { SimulatedCluster } from './cluster.ts';
import { answersCql, answersNodetool, lifeAt } from './life.ts';
import { faultOn } from './node-faults.ts';
import { isOffered } from './offered.ts';
import { nodetoolMs } from './perform.ts';
import { ringsOf } from './placement.ts';
import { refusedCql, refusedNodetool } from './refused.ts';
import type { ClusterState } from './state.ts';
import { views, type Standpoint } from './view/index.ts';
import { ringViews, type RingViews } from './view/ring-views.ts';

type Needs = (address: string) => ReadonlySet<SourceId>;

/** Looks at nodes the long way: commands, texts, rows. */
export type OtherLook = (
  nodes: readonly InventoryNode[],
) => (needs: Needs, withRings: boolean) => Promise<Snapshot>;

/**
 * What a look at a simulated cluster finds, without the way through text and rows, on which the values
 * stay the same (every command is tested for that): a thousand nodes are looked at in milliseconds. It
 * takes the time that the commands would have taken. Nodes whose tools are spoiled go the long way.
 */
export function simulatedLooks(
  cluster: SimulatedCluster,
  limits: Limits,
  otherLook: OtherLook,
): OtherLook {
  return (nodes) => async (needs, withRings) => {
    const at = cluster.clock.now();
    const bySpoil = groupBy(nodes, ({ address }) => hasSpoiledTools(cluster.state(), address, at));
    const [plain, spoiled] = [bySpoil.get(false) ?? [], bySpoil.get(true) ?? []];
    const others = spoiled.length > 0 ? (await otherLook(spoiled)(needs, false)).nodes : [];
    await cluster.clock.sleep(timeFor(plain, needs, limits));
    const now = cluster.clock.now();
    const state = cluster.state();
    const byAddress = new Map(state.nodes.map((node) => [node.address, node]));
    const seen = new Map(others.map((node) => [node.address, node]));
    const ring = ringViews(state, now);
    for (const { address } of plain) {
      const node = byAddress.get(address);
      const wanted = needs(address);
      const sources = node ? sourcesOf(ring, { state, node, now }, wanted) : noNode(wanted, now);
      seen.set(address, { address, sources });
    }
    const found = nodes.flatMap(({ address }) => seen.get(address) ?? []);
    if (!withRings) return { at, nodes: found };
    return { at, nodes: found, rings: { kind: 'seen', at: now, value: ringsOf(state) } };
  };
}

function hasSpoiledTools(state: ClusterState, address: string, now: Instant): boolean {
  return (['nodetool-slow', 'nodetool-hangs', 'nodetool-says', 'connection-lost'] as const).some(
    (kind) => faultOn(state, kind, address, now) !== undefined,
  );
}

const cqlMs = 5;

/** A node answers one nodetool after the other; so many nodes are asked at once. */
function timeFor(nodes: readonly InventoryNode[], needs: Needs, { concurrency }: Limits): number {
  const costs = nodes.map(({ address }) => {
    const dear = [...needs(address)].filter((source) => nodetoolSources.has(source)).length;
    return dear * nodetoolMs + cqlMs;
  });
  const sum = costs.reduce((total, cost) => total + cost, 0);
  return Math.max(0, ...costs, Math.ceil(sum / concurrency));
}

/** Asked through nodetool; of the others CQL or the host knows. */
const nodetoolSources: ReadonlySet<SourceId> = new Set([
  'status',
  'info',
  'netstats',
  'compactionstats',
  'tpstats',
  'autocompaction',
  'sstable-counts',
  'java-process',
  'describecluster',
]);
const cqlSources: ReadonlySet<SourceId> = new Set([
  'cql-local',
  'cql-peers',
  'sstable-tasks',
  'thread-pools',
  'disk-usage',
  'keyspaces',
  'file-systems',
  'client-view',
]);

type Sources = NodeSnapshot['sources'];

function sourcesOf(
  ring: RingViews,
  place: Omit<Standpoint, 'life'>,
  wanted: ReadonlySet<SourceId>,
): Sources {
  const life = lifeAt(place.node, place.now);
  if (!life) return noNode(wanted, place.now);
  const from = { ...place, life };
  const isOpen = answersCql(life, place.now);
  // Without CQL the running compactions are asked for the dear way.
  const isMore = wanted.has('sstable-tasks') && !isOpen;
  const asked: readonly SourceId[] = isMore ? [...wanted, 'compactionstats'] : [...wanted];
  return Object.fromEntries(asked.map((source) => [source, answerOf(ring, from, source, isOpen)]));
}

function answerOf(
  ring: RingViews,
  from: Standpoint,
  source: SourceId,
  isOpen: boolean,
): Seen<unknown> {
  const why = whyMissing(from, source, isOpen);
  if (why) return missing(from.now, ...why);
  return { kind: 'seen', at: from.now, value: valueOf(ring, from, source) };
}

function valueOf(ring: RingViews, from: Standpoint, source: SourceId): unknown {
  if (source === 'client-view') return noRequests;
  if (source === 'status') return ring.status(from.node);
  return source === 'gossipinfo' ? ring.gossip(from.node) : views[source](from);
}

function whyMissing(
  { now, life, node }: Standpoint,
  source: SourceId,
  isOpen: boolean,
): readonly [MissingReason, string] | undefined {
  const isByCql = cqlSources.has(source);
  const isManaged = answersNodetool(life, now);
  if (!isByCql && !isManaged) return ['unreachable', refusedNodetool(node).stderr.trim()];
  // The machine's files are looked for before the folders are asked of the node.
  const isAnswered = !isByCql || isOpen || (source === 'file-systems' && isManaged);
  if (isAnswered && !isOffered(source, life.release)) {
    return ['unsupported', `not offered by ${life.release}`];
  }
  if (isByCql && !isOpen) return ['unreachable', refusedCql(node.address, 9042)];
  return undefined;
}

/** One look makes no requests of its own. */
const noRequests = { requests: 0, errors: {}, p50Ms: undefined, p99Ms: undefined };

function noNode(wanted: ReadonlySet<SourceId>, now: Instant): Sources {
  const nothing = missing(now, 'unreachable', 'no such host');
  return Object.fromEntries([...wanted].map((source) => [source, nothing]));
}

function missing(at: Instant, why: MissingReason, detail: string): Seen<never> {
  return { kind: 'missing', at, why, detail };
}

import { groupBy } from '../model/group-by.ts';
import type { Instant } from '../model/instant.ts';
import type { InventoryNode } from '../model/inventory.ts';
import type { Limits } from '../model/limits.ts';
import type { NodeSnapshot, Snapshot, SourceId } from '../model/snapshot.ts';
import type { SimulatedCluster } from './cluster.ts';
import { answersAt, noNode } from './look-answers.ts';
import { faultOn } from './node-faults.ts';
import { nodetoolMs } from './perform.ts';
import { ringsOf } from './placement.ts';
import type { ClusterState } from './state.ts';

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
  // Nodes neither join nor leave here.
  const places = new Map(cluster.state().nodes.map(({ address }, place) => [address, place]));
  return (nodes) => async (needs, withRings) => {
    const at = cluster.clock.now();
    const [plain, spoiled] = bySpoil(cluster.state(), nodes, at);
    const others = spoiled.length > 0 ? (await otherLook(spoiled)(needs, false)).nodes : [];
    const wanted = plain.map(({ address }) => needs(address));
    await cluster.clock.sleep(timeFor(wanted, limits));
    const now = cluster.clock.now();
    const state = cluster.state();
    const answers = answersAt(state, now);
    const byValue = plain.map(({ address }, index): NodeSnapshot => {
      const node = state.nodes[places.get(address) ?? -1];
      const sources = wanted[index] ?? nothing;
      return { address, sources: node ? answers(node, sources) : noNode(sources, now) };
    });
    const found = inOrderOf(nodes, byValue, others);
    if (!withRings) return { at, nodes: found };
    return { at, nodes: found, rings: { kind: 'seen', at: now, value: ringsOf(state) } };
  };
}

function inOrderOf(
  nodes: readonly InventoryNode[],
  byValue: readonly NodeSnapshot[],
  others: readonly NodeSnapshot[],
): readonly NodeSnapshot[] {
  if (others.length === 0) return byValue;
  const seen = new Map([...others, ...byValue].map((node) => [node.address, node]));
  return nodes.flatMap(({ address }) => seen.get(address) ?? []);
}

const nothing: ReadonlySet<SourceId> = new Set();

type Nodes = readonly InventoryNode[];

/** Nodes whose tools are whole, and those whose are not. */
function bySpoil(state: ClusterState, nodes: Nodes, now: Instant): readonly [Nodes, Nodes] {
  if (state.faults.length === 0) return [nodes, []];
  const groups = groupBy(nodes, ({ address }) => hasSpoiledTools(state, address, now));
  return [groups.get(false) ?? [], groups.get(true) ?? []];
}

function hasSpoiledTools(state: ClusterState, address: string, now: Instant): boolean {
  return spoiling.some((kind) => faultOn(state, kind, address, now) !== undefined);
}

const spoiling = [
  'nodetool-slow',
  'nodetool-hangs',
  'nodetool-says',
  'connection-lost',
  'cql-unreachable',
] as const;

const cqlMs = 5;

/** A node answers one nodetool after the other; so many nodes are asked at once. */
function timeFor(asked: readonly ReadonlySet<SourceId>[], { concurrency }: Limits): number {
  const costs = new Map<ReadonlySet<SourceId>, number>();
  let sum = 0;
  for (const wanted of asked) {
    const cost = costs.get(wanted) ?? costOf(wanted);
    costs.set(wanted, cost);
    sum += cost;
  }
  return Math.max(0, ...costs.values(), Math.ceil(sum / concurrency));
}

/** Of whom nothing is wanted, nothing is asked. */
function costOf(wanted: ReadonlySet<SourceId>): number {
  if (wanted.size === 0) return 0;
  return [...wanted].filter((source) => nodetoolSources.has(source)).length * nodetoolMs + cqlMs;
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

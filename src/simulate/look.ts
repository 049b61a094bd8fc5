import { groupBy } from '../model/group-by.ts';
import type { Instant } from '../model/instant.ts';
import type { InventoryNode } from '../model/inventory.ts';
import type { Limits } from '../model/limits.ts';
import { rememberLast } from '../model/remember-last.ts';
import {
  placesOf,
  withPlaces,
  type NodeSnapshot,
  type Places,
  type Snapshot,
  type SourceId,
} from '../model/snapshot.ts';
import type { SimulatedCluster } from './cluster.ts';
import { answersAt } from './look-answers.ts';
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
  const places = placesOf(cluster.state().nodes);
  return (nodes) => {
    const order = placesOf(nodes);
    const asksFor = rememberLast(asksOf);
    const timeFor = rememberLast(timeOf);
    return async (needs, withRings) => {
      const asks = asksFor(nodes, needs, places);
      const at = cluster.clock.now();
      const [plain, spoiled] = bySpoil(cluster.state(), asks, at);
      const others = spoiled.length > 0 ? await otherNodes(otherLook, spoiled, needs) : [];
      await cluster.clock.sleep(timeFor(plain, limits));
      const now = cluster.clock.now();
      const state = cluster.state();
      const found = withPlaces(inOrderOf(nodes, valuesOf(state, now, plain), others), order);
      if (!withRings) return { at, nodes: found };
      return { at, nodes: found, rings: { kind: 'seen', at: now, value: ringsOf(state) } };
    };
  };
}

/** What is asked of one node. */
interface Ask {
  readonly node: InventoryNode;
  readonly address: string;
  /** Among the nodes of the state; -1: there is no such node. */
  readonly place: number;
  readonly wanted: ReadonlySet<SourceId>;
  /** Of all that is asked of anybody at this look. */
  readonly kind: number;
}

/** The same is asked at many looks. */
function asksOf(nodes: readonly InventoryNode[], needs: Needs, places: Places): readonly Ask[] {
  const kinds = new Map<ReadonlySet<SourceId>, number>();
  return nodes.map((node) => {
    const { address } = node;
    const wanted = needs(address);
    const kind = kinds.get(wanted) ?? kinds.size;
    kinds.set(wanted, kind);
    return { node, address, place: places.get(address) ?? -1, wanted, kind };
  });
}

async function otherNodes(
  look: OtherLook,
  asks: readonly Ask[],
  needs: Needs,
): Promise<readonly NodeSnapshot[]> {
  const { nodes } = await look(asks.map(({ node }) => node))(needs, false);
  return nodes;
}

function valuesOf(
  state: ClusterState,
  now: Instant,
  asks: readonly Ask[],
): readonly NodeSnapshot[] {
  const answers = answersAt(state, now);
  const ofKinds: ReturnType<typeof answers>[] = [];
  return asks.map(({ address, place, wanted, kind }) => {
    const answer = (ofKinds[kind] ??= answers(wanted));
    return { address, sources: answer(place) };
  });
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

type Asks = readonly Ask[];

/** Nodes whose tools are whole, and those whose are not. */
function bySpoil(state: ClusterState, asks: Asks, now: Instant): readonly [Asks, Asks] {
  if (state.faults.length === 0) return [asks, []];
  const groups = groupBy(asks, ({ address }) => hasSpoiledTools(state, address, now));
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
function timeOf(asks: Asks, { concurrency }: Limits): number {
  const costs = new Map<ReadonlySet<SourceId>, number>();
  let sum = 0;
  for (const { wanted } of asks) {
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

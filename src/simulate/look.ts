import type { Instant } from '../model/instant.ts';
import type { InventoryNode } from '../model/inventory.ts';
import type { Limits } from '../model/limits.ts';
import { rememberLast } from '../model/remember-last.ts';
import {
  placesOf,
  withPlaces,
  type NodeSnapshot,
  type Snapshot,
  type SourceId,
} from '../model/snapshot.ts';
import type { SimulatedCluster } from './cluster.ts';
import { answersAt, answersOf } from './look-answers.ts';
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
    const inState = nodes.map(({ address }) => places.get(address) ?? -1);
    const asksFor = rememberLast((needs: Needs) => asksOf(nodes, inState, needs));
    const timeFor = rememberLast(timeOf);
    return async (needs, withRings) => {
      const asks = asksFor(needs);
      const at = cluster.clock.now();
      const [plain, spoiled] = bySpoil(cluster.state(), asks, at);
      const others = spoiled.length > 0 ? await otherNodes(otherLook, spoiled, needs) : [];
      await cluster.clock.sleep(timeFor(plain, limits));
      const now = cluster.clock.now();
      const state = cluster.state();
      const values = inOrderOf(nodes, valuesOf(state, now, plain), others);
      const acting = asks.acting.filter((node) => !spoiled.includes(node));
      const found = withPlaces(await withRows(values, acting, otherLook), order);
      if (!withRings) return { at, nodes: found };
      return { at, nodes: found, rings: { kind: 'seen', at: now, value: ringsOf(state) } };
    };
  };
}

/** What is asked, as lists side by side: of a thousand nodes few different things are. */
interface Asks {
  readonly nodes: readonly InventoryNode[];
  /** Among the nodes of the state; -1: there is no such node. */
  readonly places: readonly number[];
  /** Which of `wanted` is asked of each. */
  readonly kinds: readonly number[];
  readonly wanted: readonly ReadonlySet<SourceId>[];
  /** Through which a row is to be written: that is no value of theirs. */
  readonly acting: readonly InventoryNode[];
}

function asksOf(nodes: readonly InventoryNode[], places: readonly number[], needs: Needs): Asks {
  const known: ReadonlySet<SourceId>[] = [];
  const kinds = nodes.map(({ address }) => {
    const wanted = needs(address);
    const kind = known.indexOf(wanted);
    return kind < 0 ? known.push(wanted) - 1 : kind;
  });
  const acting = nodes.filter((_, index) => known[kinds[index] ?? -1]?.has('own-row'));
  return { nodes, places, kinds, wanted: known, acting };
}

/** Written and read as a client does, whatever else is known by value. */
async function withRows(
  nodes: readonly NodeSnapshot[],
  acting: readonly InventoryNode[],
  look: OtherLook,
): Promise<readonly NodeSnapshot[]> {
  if (acting.length === 0) return nodes;
  const { nodes: acted } = await look(acting)(() => rowAlone, false);
  const rows = new Map(acted.map(({ address, sources }) => [address, sources]));
  return nodes.map((node) => {
    const row = rows.get(node.address);
    return row ? { ...node, sources: { ...node.sources, ...row } } : node;
  });
}

const rowAlone: ReadonlySet<SourceId> = new Set(['own-row']);

async function otherNodes(
  look: OtherLook,
  nodes: readonly InventoryNode[],
  needs: Needs,
): Promise<readonly NodeSnapshot[]> {
  return (await look(nodes)(needs, false)).nodes;
}

function valuesOf(state: ClusterState, now: Instant, asks: Asks): readonly NodeSnapshot[] {
  const { nodes, places, kinds, wanted } = asks;
  const [only] = nodes;
  if (only && nodes.length === 1) {
    const sources = answersOf(state, now, places[0] ?? -1, wanted[0] ?? nothingAsked);
    return [{ address: only.address, sources }];
  }
  const answers = wanted.map(answersAt(state, now));
  return nodes.map(({ address }, index) => {
    const answer = answers[kinds[index] ?? -1];
    return { ...nothingSeen, address, sources: answer?.(places[index] ?? -1) ?? {} };
  });
}

/**
 * Copied, and not written out, for each: where some of a kind live long V8 makes all of them in the old
 * space, and seven million that are dropped at once would fill it.
 */
const nothingSeen: NodeSnapshot = { address: '', sources: {} };

function inOrderOf(
  nodes: readonly InventoryNode[],
  byValue: readonly NodeSnapshot[],
  others: readonly NodeSnapshot[],
): readonly NodeSnapshot[] {
  if (others.length === 0) return byValue;
  const seen = new Map([...others, ...byValue].map((node) => [node.address, node]));
  return nodes.flatMap(({ address }) => seen.get(address) ?? []);
}

/** What is asked of nodes whose tools are whole, and the nodes whose are not. */
function bySpoil(
  state: ClusterState,
  asks: Asks,
  now: Instant,
): readonly [Asks, readonly InventoryNode[]] {
  if (state.faults.length === 0) return [asks, []];
  const spoiled = new Set(asks.nodes.filter(({ address }) => hasSpoiledTools(state, address, now)));
  if (spoiled.size === 0) return [asks, []];
  const isWhole = (_: unknown, index: number) => !spoiled.has(asks.nodes[index] as InventoryNode);
  const plain = {
    nodes: asks.nodes.filter(isWhole),
    places: asks.places.filter(isWhole),
    kinds: asks.kinds.filter(isWhole),
    wanted: asks.wanted,
    acting: asks.acting,
  };
  return [plain, [...spoiled]];
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

/** A node answers one nodetool after the other, of so many nodes at once; by CQL all answer side by side. */
function timeOf({ kinds, wanted }: Asks, { concurrency }: Limits): number {
  const costs = wanted.map(costOf);
  let [sum, longest] = [0, 0];
  for (const kind of kinds) {
    const { byNodetool, all } = costs[kind] ?? nothing;
    sum += byNodetool;
    longest = Math.max(longest, all);
  }
  return Math.max(longest, Math.ceil(sum / concurrency));
}

const nothing = { byNodetool: 0, all: 0 };
const nothingAsked: ReadonlySet<SourceId> = new Set();

/** Of whom nothing is wanted, nothing is asked. */
function costOf(wanted: ReadonlySet<SourceId>): typeof nothing {
  if (wanted.size === 0) return nothing;
  const asked = [...wanted].filter((source) => nodetoolSources.has(source));
  const byNodetool = asked.length * nodetoolMs;
  return { byNodetool, all: byNodetool + cqlMs };
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
  'aborted-compactions',
  'client-requests',
  'describecluster',
]);

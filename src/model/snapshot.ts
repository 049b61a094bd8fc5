import type { Instant } from './instant.ts';
import { onceForNewest } from './once-for-newest.ts';
import type * as reading from './readings.ts';
import type { Keyspace, KeyspaceRing } from './ring.ts';
import { valueOf, type Seen } from './seen.ts';

/** Every source that can be asked of a node, with the shape of its answer. */
export interface SourceValues {
  readonly status: reading.RingStatus;
  readonly info: reading.NodeInfo;
  readonly compactionstats: reading.CompactionStats;
  readonly tpstats: reading.ThreadPools;
  readonly netstats: reading.NetStats;
  readonly describecluster: reading.ClusterDescription;
  readonly gossipinfo: reading.GossipInfo;
  readonly autocompaction: reading.AutoCompaction;
  readonly 'sstable-counts': reading.SSTableCounts;
  readonly 'aborted-compactions': reading.AbortedCompactions;
  readonly log: reading.LogTail;
  readonly 'compaction-throughput': reading.CompactionThroughput;
  readonly 'pending-hints': reading.PendingHints;
  readonly 'hinted-handoff': reading.HintedHandoff;
  readonly 'java-process': reading.JavaProcess;
  readonly 'compaction-threads': reading.CompactionThreads;
  readonly 'compaction-stacks': reading.CompactionStacks;
  readonly disks: reading.DiskCounters;
  readonly 'io-pressure': reading.Pressure;
  readonly 'cpu-pressure': reading.CpuPressure;
  readonly 'memory-pressure': reading.Pressure;
  readonly cgroup: reading.ControlGroup;
  readonly 'file-systems': reading.FileSystems;
  readonly 'process-io': reading.ProcessIo;
  readonly 'disk-activity': reading.DiskActivity;
  readonly 'write-path': reading.WritePath;
  readonly 'garbage-collection': reading.GarbageCollection;
  readonly 'client-load': reading.ClientLoad;
  readonly 'client-limits': reading.ClientLimits;
  readonly 'requests-in-hand': reading.RequestsInHand;
  readonly 'client-requests': reading.ClientRequests;
  readonly 'cql-local': reading.CqlLocal;
  readonly 'cql-peers': reading.CqlPeers;
  readonly 'sstable-tasks': { readonly tasks: readonly reading.CompactionTask[] };
  readonly 'thread-pools': reading.ThreadPools;
  readonly 'disk-usage': reading.TableDiskUsage;
  readonly 'node-clock': reading.NodeClock;
  readonly 'repair-sessions': reading.RepairSessions;
  readonly 'largest-partitions': reading.LargestPartitions;
  readonly 'tombstones-per-read': reading.TombstonesPerRead;
  readonly 'read-latency': reading.TableLatencies;
  readonly 'write-latency': reading.TableLatencies;
  readonly 'client-view': reading.ClientView;
  /** An act: only the gate `write-read` asks for it. */
  readonly 'own-row': reading.OwnRow;
  readonly settings: reading.NodeSettings;
  readonly clients: reading.ConnectedClients;
  readonly 'schema-tables': reading.SchemaTables;
  readonly 'schema-indexes': reading.SchemaIndexes;
  readonly 'config-files': reading.ConfigFiles;
  readonly 'java-version': reading.JavaVersion;
  readonly 'sstable-files': reading.SSTableFiles;
  /** system_schema.keyspaces */
  readonly keyspaces: { readonly keyspaces: readonly Keyspace[] };
}

export type SourceId = keyof SourceValues;

/** What was seen of one node. A source that was not asked is absent. */
export interface NodeSnapshot {
  /** Address as in the inventory. */
  readonly address: string;
  /** Why nodetool was asked instead of JMX; absent: it was not. */
  readonly noJmx?: string;
  readonly sources: { readonly [S in SourceId]?: Seen<SourceValues[S]> };
}

/** The cluster at one time: every node of the inventory, reachable or not. */
export interface Snapshot {
  readonly at: Instant;
  readonly nodes: readonly NodeSnapshot[];
  /** Replica sets of every keyspace that is not local; absent when not asked. */
  readonly rings?: Seen<readonly KeyspaceRing[]>;
  /** Every node of the inventory, where `nodes` are only some: the others are known, and not judged. */
  readonly members?: readonly string[];
}

/** Snapshots of the same cluster, oldest first, at least one. Later ones may ask fewer sources. */
export type Series = readonly Snapshot[];

export function nodeOf({ nodes }: Snapshot, address: string): NodeSnapshot | undefined {
  if (nodes.length <= fewNodes) return nodes.find((node) => node.address === address);
  return nodes[placesIn(nodes).get(address) ?? -1];
}

/** What the nodes say, each value once, with how many say so. */
export function wordsOf<S extends SourceId>(
  { nodes }: Snapshot,
  source: S,
): ReadonlyMap<SourceValues[S], number> {
  const said = wordsIn(nodes);
  const known = said.get(source) ?? counted(nodes, source);
  said.set(source, known);
  // What was kept under a source was counted of that source.
  return known as ReadonlyMap<SourceValues[S], number>;
}

/** Gates, and what is compared with the plan, ask the same of one look. */
const wordsIn = onceForNewest<Snapshot['nodes'], Map<SourceId, ReadonlyMap<unknown, number>>>(
  () => new Map(),
);

function counted<S extends SourceId>(
  nodes: Snapshot['nodes'],
  source: S,
): ReadonlyMap<SourceValues[S], number> {
  const counts = new Map<SourceValues[S], number>();
  let [last, times]: [SourceValues[S] | undefined, number] = [undefined, 0];
  for (const { sources } of nodes) {
    const value = valueOf(sources[source]);
    // Nearly always it is as with the node before.
    if (value !== last) {
      if (last !== undefined) counts.set(last, times);
      [last, times] = [value, value === undefined ? 0 : (counts.get(value) ?? 0)];
    }
    times += 1;
  }
  if (last !== undefined) counts.set(last, times);
  return counts;
}

/** Where each address stands in a list. */
export type Places = ReadonlyMap<string, number>;

export function placesOf(nodes: readonly { readonly address: string }[]): Places {
  return new Map(nodes.map(({ address }, place) => [address, place]));
}

/** The nodes of the addresses, in their order; undefined where there is none. */
export function nodesOf(
  { nodes }: Snapshot,
  addresses: readonly string[],
): readonly (NodeSnapshot | undefined)[] {
  return indexesIn(placesIn(nodes), addresses).map((index) => nodes[index]);
}

/** Where its nodes stand: the same value at every look at the same nodes. */
export function placesIn(nodes: Snapshot['nodes']): Places {
  const known = remembered.get(nodes) ?? placesOf(nodes);
  remembered.set(nodes, known);
  return known;
}

/** Those of its nodes that are named, in its order. */
export function someOf(
  { nodes }: Snapshot,
  addresses: ReadonlySet<string>,
): readonly NodeSnapshot[] {
  const places = placesIn(nodes);
  const found = [...addresses].flatMap((address) => places.get(address) ?? []);
  return found.sort((a, b) => a - b).flatMap((place) => nodes[place] ?? []);
}

/** Where each of the addresses stands; -1 where it does not. */
function indexesIn(places: Places, addresses: readonly string[]): readonly number[] {
  const ofPlaces = indexes.get(places) ?? new WeakMap<readonly string[], readonly number[]>();
  indexes.set(places, ofPlaces);
  const known = ofPlaces.get(addresses) ?? addresses.map((address) => places.get(address) ?? -1);
  ofPlaces.set(addresses, known);
  return known;
}

/** Gates ask for the same lists at every look. */
const indexes = new WeakMap<Places, WeakMap<readonly string[], readonly number[]>>();

/** Whoever looks at the same nodes again and again gives all their lists one index. */
export function withPlaces(nodes: Snapshot['nodes'], places: Places): Snapshot['nodes'] {
  if (nodes.length > fewNodes) remembered.set(nodes, places);
  return nodes;
}

/** The look with other words of its nodes, in their order. */
export function withNodes(look: Snapshot, nodes: Snapshot['nodes']): Snapshot {
  return { ...look, nodes: withPlaces(nodes, placesIn(look.nodes)) };
}

/** Among so few looking through them is as fast. */
const fewNodes = 8;
/** Everybody asks of every node of one look. */
const remembered = new WeakMap<Snapshot['nodes'], Places>();

import type { Instant } from '../model/instant.ts';
import type { Keyspace, KeyspaceRing } from '../model/ring.ts';
import { placesOf, type Places } from '../model/snapshot.ts';
import type { StorageMode } from '../model/step.ts';
import type { Fault } from './fault.ts';

/**
 * A Cassandra cluster as one JSON value. What happened to a node is kept as data; how anything looks
 * at an instant is worked out from it, so nothing ticks and a three-hour wait costs nothing.
 */
export interface ClusterState {
  readonly format: 1;
  /** Every duration and delay that varies is drawn from it. */
  readonly seed: number;
  /** How far time has come. */
  readonly at: Instant;
  readonly name: string;
  readonly nodes: readonly SimulatedNode[];
  readonly keyspaces: readonly SimulatedKeyspace[];
  /** Replica sets that were seen; without them they are worked out from the tokens. */
  readonly rings?: readonly KeyspaceRing[];
  readonly faults: readonly Fault[];
  /** Repairs and schema changes are kept from beginning. */
  readonly isFrozen?: boolean;
}

export interface SimulatedKeyspace extends Keyspace {
  readonly tables: readonly string[];
  /** Of the tables that keep rows. */
  readonly keys?: Readonly<Record<string, TableKey>>;
}

/** Columns of the primary key. */
export interface TableKey {
  readonly partition: readonly string[];
  readonly clustering: readonly string[];
}

export interface SimulatedNode {
  readonly address: string;
  readonly dc: string;
  readonly rack: string;
  readonly hostId: string;
  /** Signed 64-bit, as text. */
  readonly tokens: readonly string[];
  /** The release that the next start brings up, and the one whose configuration is in place. */
  readonly installed: string;
  readonly configured: string;
  /** As its configuration has it; CASSANDRA_4 without it. */
  readonly compatibility?: StorageCompatibilityMode;
  /** Oldest first, never empty; more than the newest few are not kept. */
  readonly lives: readonly Life[];
  /** How often its process was ended, by whatever means. */
  readonly stops: number;
  readonly work: Work;
  /** Snapshots on its disks, by name. */
  readonly snapshots?: readonly string[];
  /** The command `quiesce` took it out of a balancer: clients that go by that do not come to it. */
  readonly isOutOfBalancer?: boolean;
  /** The line in its lock; absent: nobody holds it. */
  readonly lock?: string;
  /** Hint files that peers kept for it when it was first seen. */
  readonly firstHints?: FirstHints;
}

/** `storage_compatibility_mode` of Cassandra 5.0. Back to CASSANDRA_4 there is no way: files are written in the new format. */
export type StorageCompatibilityMode = 'CASSANDRA_4' | StorageMode;

export interface FirstHints {
  readonly at: Instant;
  /** By the address of the peer. */
  readonly files: Readonly<Record<string, number>>;
}

/**
 * One life of the process. Instants in the future say what will come unless something happens; an
 * absent one never comes.
 */
export interface Life {
  readonly pid: number;
  readonly startedAt: Instant;
  /** Gossip generation, in seconds. */
  readonly generation: number;
  readonly release: string;
  readonly compatibility?: StorageCompatibilityMode;
  /** Who the node says it is in this life; a fault may bring it back as somebody else. */
  readonly hostId: string;
  readonly rack: string;
  readonly dc: string;
  readonly tokenCount: number;
  /** nodetool answers. */
  readonly jmxAt?: Instant;
  /** Peers hear from it; mode NORMAL. */
  readonly gossipAt?: Instant;
  /** Clients are let in. */
  readonly cqlAt?: Instant;
  /** Since when nodetool keeps clients out; such a life has no `cqlAt`. */
  readonly closedAt?: Instant;
  /** Its SSTables are rewritten in the format of its release. */
  readonly rewrite?: { readonly begunAt: Instant; readonly doneAt: Instant };
  readonly drain?: { readonly begunAt: Instant; readonly doneAt?: Instant };
  /** The commit log is replayed, one segment after the other. */
  readonly replay?: { readonly from: Instant; readonly until: Instant; readonly segments: number };
  /** The start fails of this exception, which it logs; whether the process ends with it `end` says. */
  readonly failure?: { readonly at: Instant; readonly exception: string };
  readonly end?: LifeEnd;
}

export interface LifeEnd {
  readonly at: Instant;
  /** True: it said goodbye in gossip. False: peers have to find out. */
  readonly announced: boolean;
  /** Newest line of its log, when it died of something. */
  readonly log?: string;
}

/** What the node does beside serving. */
export interface Work {
  readonly loadBytes: number;
  readonly sstables: readonly SSTables[];
  readonly compactions: readonly Compaction[];
  /** Pending tasks beside those that run. */
  readonly pendingTasks: number;
  /** `keyspace.table` whose autocompaction is off. */
  readonly autocompactionOff: readonly string[];
  readonly throughputMiBPerSecond: number;
  /** Messages dropped; none of a type without a counter. */
  readonly dropped: { readonly [T in 'READ' | 'MUTATION' | 'HINT']?: Counter };
  readonly disk: Disk;
  /** How long a client's read through this node takes. */
  readonly readMs: number;
}

/** A counter that rises evenly. */
export interface Counter {
  readonly since: Instant;
  readonly base: number;
  readonly perSecond: number;
}

export interface SSTables {
  readonly keyspace: string;
  readonly table: string;
  readonly live: Counter;
  readonly bytes: number;
}

export interface Compaction {
  readonly id: string;
  readonly kind: string;
  readonly keyspace: string;
  readonly table: string;
  readonly startedAt: Instant;
  /** Worked off before `startedAt`; none without it. */
  readonly doneBytes?: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
  /** It moves no byte from here on. */
  readonly frozenAt?: Instant;
}

export interface Disk {
  readonly device: string;
  readonly totalBytes: number;
  readonly used: Counter;
  readonly read: Counter;
  readonly written: Counter;
}

/** Undefined: no node has this address. */
export function nodeOf(state: ClusterState, address: string): SimulatedNode | undefined {
  return state.nodes[placeOf(state, address)];
}

/** Where the node stands among the others; -1: no node has this address. */
export function placeOf({ nodes, keyspaces }: ClusterState, address: string): number {
  const places = remembered.get(keyspaces) ?? placesOf(nodes);
  remembered.set(keyspaces, places);
  const place = places.get(address) ?? -1;
  return nodes[place]?.address === address ? place : nodes.findIndex(has(address));
}

function has(address: string) {
  return (node: SimulatedNode) => node.address === address;
}

/** Nodes neither join nor leave, so with the same keyspaces they stand where they stood. */
const remembered = new WeakMap<ClusterState['keyspaces'], Places>();

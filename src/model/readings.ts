/**
 * What one source says, as a value. Parsers produce these, detectors and gates read them.
 * Addresses are plain IP text without port, host ids lower-case UUIDs.
 */

import type { Instant } from './instant.ts';
import type { LatencyTenths } from './latencies.ts';

export type * from './activity-readings.ts';
export type * from './config-readings.ts';
export type * from './host-readings.ts';
export type * from './own-row.ts';
export type * from './protection-readings.ts';

/** `nodetool status`: the ring as ONE node sees it. Nodes without tokens are not in it. */
export interface RingStatus {
  readonly rows: readonly RingStatusRow[];
}
export interface RingStatusRow {
  readonly liveness: 'up' | 'down' | 'unknown';
  readonly state: 'normal' | 'leaving' | 'joining' | 'moving';
  readonly address: string;
  /** Undefined for `?`. */
  readonly loadBytes: number | undefined;
  /** Undefined in the layout with one token a node. */
  readonly tokens: number | undefined;
  /** Undefined for `null`. */
  readonly hostId: string | undefined;
  readonly dc: string;
  readonly rack: string;
}

/** `nodetool info` */
export interface NodeInfo {
  readonly hostId: string;
  readonly gossipActive: boolean;
  readonly nativeTransportActive: boolean;
  readonly generation: number;
  readonly uptimeSeconds: number;
  readonly heapUsedMiB: number;
  readonly heapMaxMiB: number;
  readonly dc: string;
  readonly rack: string;
  readonly exceptions: number;
}

/** One running task, from `nodetool compactionstats` or `system_views.sstable_tasks`. */
export interface CompactionTask {
  /** Undefined before 2.2. New for every task, stable while it runs. */
  readonly id: string | undefined;
  /** Lower case: `compaction`, `validation`, `cleanup` ... */
  readonly kind: string;
  readonly keyspace: string;
  readonly table: string;
  readonly completed: number;
  /** 0 = unknown. */
  readonly total: number;
  /** `bytes`, `keys`, `token range parts` */
  readonly unit: string;
}

export interface CompactionStats {
  /** An estimate, see health-signals: it may stay flat while everything is stuck. */
  readonly pendingTasks: number;
  readonly active: readonly CompactionTask[];
}

/** `nodetool tpstats` or `system_views.thread_pools` */
export interface ThreadPools {
  readonly pools: readonly ThreadPool[];
  /** Counters since the node started, by message type. Undefined where the source has none (CQL). */
  readonly dropped: readonly { readonly message: string; readonly count: number }[] | undefined;
}
export interface ThreadPool {
  readonly name: string;
  readonly active: number;
  readonly pending: number;
  readonly completed: number;
  readonly blocked: number;
  readonly allTimeBlocked: number;
}

/** `nodetool netstats` */
export interface NetStats {
  /** STARTING NORMAL JOINING LEAVING DECOMMISSIONED MOVING DRAINING DRAINED ... */
  readonly mode: string;
  /** Operation names of running streams: Bootstrap, Repair ... */
  readonly streams: readonly string[];
}

/** `nodetool describecluster` */
export interface ClusterDescription {
  readonly name: string;
  readonly partitioner: string;
  readonly schemaVersions: readonly {
    readonly version: string;
    readonly addresses: readonly string[];
  }[];
  readonly unreachable: readonly string[];
  /** 4.0+ */
  readonly releaseVersions:
    readonly { readonly version: string; readonly addresses: readonly string[] }[] | undefined;
}

/** `nodetool gossipinfo`: what ONE node knows of each endpoint. It has no up/down flag. */
export interface GossipInfo {
  readonly endpoints: readonly GossipEndpoint[];
  /** Of each endpoint, in their order: it counts on while the rest stays as it is. */
  readonly heartbeats: readonly number[];
}
export interface GossipEndpoint {
  readonly address: string;
  /** Seconds since 1970 at the node's start: newer after a restart. */
  readonly generation: number;
  /** First word of STATUS_WITH_PORT or STATUS: NORMAL, shutdown, LEFT, BOOT ... */
  readonly status: string | undefined;
  readonly schema: string | undefined;
  readonly dc: string | undefined;
  readonly rack: string | undefined;
  readonly releaseVersion: string | undefined;
  readonly netVersion: number | undefined;
  readonly hostId: string | undefined;
  readonly rpcReady: boolean | undefined;
}

/** `nodetool statusautocompaction -a` (4.0+) */
export interface AutoCompaction {
  readonly tables: readonly {
    readonly keyspace: string;
    readonly table: string;
    readonly running: boolean;
  }[];
}

/** `LiveSSTableCount` of every table, by one narrow `nodetool sjk mxdump` (4.0+) */
export interface SSTableCounts {
  readonly tables: readonly {
    readonly keyspace: string;
    readonly table: string;
    readonly liveSSTables: number;
  }[];
}

/**
 * Compactions since the node's start that lacked space: counters of type Compaction, through nodetool by
 * one narrow `sjk mxdump` (4.0+).
 */
export interface AbortedCompactions {
  readonly aborted: number;
  /** Carried out with fewer SSTables. */
  readonly reduced: number;
}

/** `nodetool getcompactionthroughput`; 0 = no throttle. */
export interface CompactionThroughput {
  readonly mebibytesPerSecond: number;
}

/** `nodetool listpendinghints` (4.1+): hints THIS node keeps for others. */
export interface PendingHints {
  readonly targets: readonly {
    readonly hostId: string;
    readonly address: string;
    readonly files: number;
  }[];
}

/** The JVM: `pid@host` of java.lang:type=Runtime, by a narrow mxdump (4.0+). */
export interface JavaProcess {
  readonly pid: number;
  /** The machine as the JVM names it: a pid means nothing on another one. */
  readonly host: string;
}

/** system.local, asked of the node itself. */
export interface CqlLocal {
  readonly releaseVersion: string;
  readonly hostId: string;
  /** The address other nodes know it by; absent before 2.1.6. */
  readonly broadcastAddress?: string;
  readonly dc: string;
  readonly rack: string;
  readonly schemaVersion: string;
  readonly gossipGeneration: number;
  readonly clusterName: string;
  readonly bootstrapped: string;
  readonly tokenCount: number;
  /** The tokens themselves; absent where a source only counts them. */
  readonly tokens?: readonly string[];
}

/** system.peers_v2, else system.peers: half-written rows are common, so fields may be missing. */
export interface CqlPeers {
  readonly peers: readonly {
    readonly address: string;
    readonly hostId: string | undefined;
    readonly releaseVersion: string | undefined;
    readonly schemaVersion: string | undefined;
  }[];
}

/** system_views.disk_usage (4.0+) */
export interface TableDiskUsage {
  readonly tables: readonly {
    readonly keyspace: string;
    readonly table: string;
    readonly mebibytes: number;
  }[];
}

/** What a client sees through this coordinator. */
export interface ClientView {
  readonly requests: number;
  readonly errors: Readonly<Record<string, number>>;
  /** When the newest of those that failed was made; absent: none did. */
  readonly lastFailedAt?: Instant;
  /** Undefined below 100 samples: no percentile is honest then. */
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
  /** Of those that succeeded. */
  readonly latencyTenths: LatencyTenths;
}

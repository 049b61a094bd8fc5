/** What a node does and how it feels: counters since its start, unless said. */

/** `/proc/<pid>/io` of the node's process: what reached the block layer, not what it read from caches. */
export interface ProcessIo {
  readonly readBytes: number;
  readonly writtenBytes: number;
}

/** Bytes by activity, from the node's beans (3.0+). Before compression, so a disk sees fewer. */
export interface DiskActivity {
  /** Input of compactions, counted when one ends. */
  readonly compactedBytes: number;
  readonly compactionWrittenBytes: number;
  readonly flushedBytes: number;
  readonly streamedInBytes: number;
  readonly streamedOutBytes: number;
}

/** Where a write waits before it is acknowledged, from the node's beans. */
export interface WritePath {
  /** Writers that waited for a sync of the commit log: with periodic sync, only when one was late. */
  readonly commitWaits: number;
  /** Of the last minutes; undefined while there was none. */
  readonly commitWaitP95Ms: number | undefined;
  /** Writers that waited for a commit log segment. */
  readonly segmentWaits: number;
  /** Writers that waited for memtable space: flushes do not keep up. */
  readonly memtableWaits: number;
}

/** The collectors of the JVM, from their beans. */
export interface GarbageCollection {
  readonly collectors: readonly {
    readonly name: string;
    readonly collections: number;
    readonly timeMs: number;
  }[];
}

/** What this node answered to clients as their coordinator. */
export interface ClientRequests {
  readonly reads: RequestLatency;
  readonly writes: RequestLatency;
}
export interface RequestLatency {
  /** 99 of 100 requests of the last minutes took no longer, in ms; 0: there were none. */
  readonly p99Ms: number;
  /** Since the node's start; undefined where the way does not tell it (nodetool). */
  readonly counted: CountedRequests | undefined;
}
export interface CountedRequests {
  /** Timed out, unavailable or failed. */
  readonly failed: number;
  /** How many took up to each bound: 1, 2, 3 … each 1.2 times the one before, in `unitMs`; the last: longer. */
  readonly buckets: readonly number[];
  readonly unitMs: number;
}

/** The clock of a node, as it answered one question. */
export interface NodeClock {
  /** Its time less ours, in the middle of the question; negative: it is behind. */
  readonly aheadMs: number;
  /** Half the time that the question took: the truth is within this. */
  readonly uncertaintyMs: number;
}

/** system.repairs (4.0+): sessions of incremental repair that this node takes part in. */
export interface RepairSessions {
  readonly sessions: readonly {
    readonly id: string;
    readonly coordinator: string;
    /** False: finalized or failed. */
    readonly isOpen: boolean;
    /** Milliseconds since 1970, by the node's clock. */
    readonly lastUpdateMs: number;
  }[];
}

/** system_views.max_partition_size (4.0+) */
export interface LargestPartitions {
  readonly tables: readonly {
    readonly keyspace: string;
    readonly table: string;
    readonly mebibytes: number;
  }[];
}

/** system_views.tombstones_per_read (4.0+), of recent reads. */
export interface TombstonesPerRead {
  readonly tables: readonly {
    readonly keyspace: string;
    readonly table: string;
    readonly reads: number;
    readonly p99: number;
    readonly max: number;
  }[];
}

/** system_views.local_read_latency or local_write_latency (4.0+), of recent requests. */
export interface TableLatencies {
  readonly tables: readonly {
    readonly keyspace: string;
    readonly table: string;
    readonly perSecond: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
  }[];
}

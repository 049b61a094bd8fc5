/** What the machine of a node says: /proc, df, the log. */

/** Threads of the compaction executor, from /proc/<pid>/task. */
export interface CompactionThreads {
  readonly threads: readonly {
    readonly tid: number;
    readonly name: string;
    /** One letter: R running, S sleeping, D waiting for the disk ... */
    readonly state: string;
    /** Time on a CPU since the thread began (first field of schedstat). */
    readonly cpuNs: number;
  }[];
}

/** What the threads of the compaction executor were at, from a thread dump of the JVM. */
export interface CompactionStacks {
  readonly threads: readonly {
    /** `CompactionExecutor:2` */
    readonly name: string;
    /** `TIMED_WAITING (sleeping)` */
    readonly state: string;
    /** `java.lang.Thread.sleep`, innermost first, no more than `mostFrames` of parse/thread-dump.ts. */
    readonly frames: readonly string[];
  }[];
}

/** Counters of /proc/diskstats since boot. Sectors are 512 bytes on every device. */
export interface DiskCounters {
  readonly devices: readonly DiskDevice[];
}
export interface DiskDevice {
  readonly name: string;
  readonly reads: number;
  readonly readBytes: number;
  readonly readMs: number;
  readonly writes: number;
  readonly writtenBytes: number;
  readonly writeMs: number;
  readonly ioMs: number;
  readonly weightedIoMs: number;
}

/** /proc/pressure/io: share of time in %, over the last 10 s. */
export interface IoPressure {
  readonly someAvg10: number;
  readonly fullAvg10: number;
}

/** `df -P -k` of the data folders. */
export interface FileSystems {
  readonly mounts: readonly {
    readonly device: string;
    readonly mount: string;
    readonly totalBytes: number;
    readonly availableBytes: number;
  }[];
}

/** The newest lines of a node's log, as far as they are of the process that began last. */
export interface LogTail {
  /** WARN and ERROR, oldest first. */
  readonly entries: readonly LogEntry[];
  /** When the newest line of all was written, as `time` of an entry; empty: no line says. */
  readonly newestTime: string;
  /** SSTables that entries name and that are scrubbed or deleted by now: `/data/app/events-c5/nb-2-big`. */
  readonly gone: readonly string[];
  /** When handing hints over was paused and not resumed (3.0+), as `time` of an entry; absent: no line says so. */
  readonly hintsPausedAt?: string;
}
export interface LogEntry {
  readonly level: 'WARN' | 'ERROR';
  /** Empty where the layout does not have it, as `time`. */
  readonly thread: string;
  /** As it was printed, in the node's own time zone. */
  readonly time: string;
  readonly message: string;
  /** First lines of the exception and of what caused it. */
  readonly exceptions: readonly string[];
}

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

/** /proc/pressure/io and memory: share of the last 10 s, in %, in which some task waited, or all did. */
export interface Pressure {
  readonly someAvg10: number;
  readonly fullAvg10: number;
}

/** /proc/pressure/cpu: the same of waiting for a CPU; of a whole machine never all wait. */
export type CpuPressure = Pick<Pressure, 'someAvg10'>;

/** What the control group of a process lets it use, and what it used since the group was made. */
export interface ControlGroup {
  /** As /proc/<pid>/cgroup names it. */
  readonly path: string;
  /** Undefined: the group has no such files, as that of a machine without limits. */
  readonly cpu: CpuLimit | undefined;
  readonly memory: MemoryLimit | undefined;
  /** Of the group's own tasks; version 2 only. */
  readonly ioPressure: Pressure | undefined;
}

/** cpu.max and cpu.stat. Time is given out in periods, usually of 100 ms. */
export interface CpuLimit {
  /** As many CPUs' time; undefined: no limit. */
  readonly limitCpus: number | undefined;
  /** Periods in which any task of the group wanted to run. */
  readonly periods: number;
  /** Those of them in which the group had used up its time. */
  readonly throttledPeriods: number;
  /** Time for which it was held, added up over CPUs. */
  readonly throttledMs: number;
}

/** memory.max, current, stat and events. */
export interface MemoryLimit {
  /** Undefined: no limit. */
  readonly limitBytes: number | undefined;
  readonly usedBytes: number;
  /** Of them what files are cached in, which the kernel takes back before anything else. */
  readonly cacheBytes: number;
  /** How often the group ran into its limit, so that the kernel had to take memory back first. */
  readonly limitHits: number;
  /** Processes of the group that the kernel killed for want of memory; undefined: an old kernel. */
  readonly oomKills: number | undefined;
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
  /** Settings that were changed while the node ran, oldest first; absent: no line says so. */
  readonly changes?: readonly SettingChange[];
  /** The commit log is being replayed; absent: no line says so, or one says that it is over. */
  readonly replay?: LogReplay;
}

/** How far a replay of the commit log is, by the lines about it. */
export interface LogReplay {
  /** When it began, as `time` of an entry. */
  readonly since: string;
  readonly segments: number;
  /** Of these read or left out by now. Those flushed before are passed over without a word. */
  readonly read: number;
}

/** A guardrail's setting, in Cassandra's own words (4.1+). */
export interface SettingChange {
  /** As cassandra.yaml has it: `partition_keys_in_select_fail_threshold`. */
  readonly setting: string;
  readonly from: string;
  readonly to: string;
  /** As `time` of an entry. */
  readonly time: string;
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

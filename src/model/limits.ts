/**
 * Every number a verdict or a wait rests on, in two named sets. `ringward.yaml` may change single
 * values under `limits:`. Sources: facts named at each value, rulings for the lab set.
 */
export interface Limits {
  readonly set: 'production' | 'lab' | 'custom';
  /** A stalled compaction needs this long without progress (rulings, table of states). */
  readonly stallAfterMs: number;
  /** Compaction threads count as idle below this share of one CPU over the gap. */
  readonly idleThreadShare: number;
  /** Pending compactions with nothing active for this long: three scheduler ticks of 60 s. */
  readonly idleBacklogMs: number;
  readonly idleBacklogPending: number;
  /** A rate within this factor of the throttle counts as throttled. */
  readonly throttledFrom: number;
  /** SSTables of a table without autocompaction must grow by this much to be critical. */
  readonly sstableGrowth: number;
  /** I/O: hurts above these (health-signals 4.4) and above this many times the peers' median. */
  readonly diskAwaitMs: number;
  readonly diskQueue: number;
  readonly ioPressurePercent: number;
  readonly ioPeerRatio: number;
  /** Disk space left, in % of the file system. */
  readonly diskFreeWarnPercent: number;
  readonly diskFreeCriticalPercent: number;
  /** Hint files of one target on one node. */
  readonly hintFilesWarn: number;
  /** One question to one node. */
  readonly nodetoolTimeoutMs: number;
  readonly cqlTimeoutMs: number;
  /** Nodes for which commands (nodetool, the log, ways to JMX that are opened) run here at once; each is a process. */
  readonly concurrency: number;
  /** Between two looks of `--for`. */
  readonly tickMs: number;
  /** From the making of a plan until it is begun; with all that was seen for it, it grows old. */
  readonly planAgeMs: number;
  /** Roll: steps and gates. */
  readonly snapshotMs: number;
  readonly quiesceMs: number;
  readonly drainMs: number;
  readonly stopMs: number;
  readonly installMs: number;
  readonly startMs: number;
  readonly returnMs: number;
  readonly gateWaitMs: number;
  readonly schemaWaitMs: number;
  readonly hintsWaitMs: number;
  readonly soakMs: number;
  /** The first node of a roll to a newer release line: half an hour, or an operator's word (facts/upgrade-rules 5.3). */
  readonly canarySoakMs: number;
  /** What a soak compares with is looked at for so long before the first stop; 0: nothing is compared. */
  readonly soakBaselineMs: number;
  /** So long after its return a node must be found as before. */
  readonly soakDecideMs: number;
  /** Upgradesstables on one node: 1 TiB takes 4.6 h at 64 MiB/s (facts/upgrade-rules, derived). */
  readonly rewriteMs: number;
  /** How often a step that failed and is safe to try again is, by itself (`isTriedAgain`). */
  readonly retries: number;
  /** Before each of these. */
  readonly retryPauseMs: number;
  readonly pollMs: number;
}

export const productionLimits: Limits = {
  set: 'production',
  stallAfterMs: 60_000,
  idleThreadShare: 0.01,
  idleBacklogMs: 180_000,
  idleBacklogPending: 2,
  throttledFrom: 0.5,
  sstableGrowth: 2,
  diskAwaitMs: 20,
  diskQueue: 1,
  ioPressurePercent: 10,
  ioPeerRatio: 3.5,
  diskFreeWarnPercent: 30,
  diskFreeCriticalPercent: 10,
  hintFilesWarn: 1,
  nodetoolTimeoutMs: 20_000,
  cqlTimeoutMs: 5_000,
  concurrency: 8,
  tickMs: 10_000,
  planAgeMs: 604_800_000,
  snapshotMs: 600_000,
  quiesceMs: 30_000,
  drainMs: 300_000,
  stopMs: 120_000,
  installMs: 900_000,
  startMs: 60_000,
  returnMs: 600_000,
  gateWaitMs: 300_000,
  schemaWaitMs: 90_000,
  hintsWaitMs: 1_800_000,
  soakMs: 120_000,
  canarySoakMs: 1_800_000,
  soakBaselineMs: 1_800_000,
  soakDecideMs: 1_800_000,
  rewriteMs: 86_400_000,
  retries: 0,
  retryPauseMs: 30_000,
  pollMs: 5_000,
};

/** For `ringward lab`: short soak and drain limits. Schemas take as long there as elsewhere to be agreed on (`schemaWaitMs`). */
export const labLimits: Limits = {
  ...productionLimits,
  set: 'lab',
  diskFreeWarnPercent: 10,
  diskFreeCriticalPercent: 3,
  snapshotMs: 120_000,
  drainMs: 30_000,
  stopMs: 90_000,
  installMs: 120_000,
  returnMs: 300_000,
  gateWaitMs: 60_000,
  hintsWaitMs: 120_000,
  soakMs: 10_000,
  canarySoakMs: 10_000,
  soakBaselineMs: 0,
  rewriteMs: 1_800_000,
  retryPauseMs: 10_000,
  pollMs: 2_000,
};

/**
 * How long a roll may leave a node out of gossip, in ms: from the start of its drain to its return, where an
 * upgrade also changes its package, and changes it back. Hints must be kept for longer.
 */
export function longestDownMs(limits: Limits): number {
  const { drainMs, stopMs, installMs, startMs, returnMs } = limits;
  return drainMs + stopMs + 2 * installMs + startMs + returnMs;
}

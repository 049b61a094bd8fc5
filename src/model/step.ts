import type { Instant } from './instant.ts';

/**
 * What `storage_compatibility_mode` of Cassandra 5.0 can be rolled to; CASSANDRA_4 is where an upgrade to 5.0
 * ends. Source: StorageCompatibilityMode.java, NEWS.txt 5.0 (CASSANDRA-14227).
 */
export const storageModes = ['UPGRADING', 'NONE'] as const;
export type StorageMode = (typeof storageModes)[number];

/** The kinds of step and their parameters; times are in ms. */
export interface StepParams {
  readonly fetch: { readonly timeoutMs: number };
  /** A snapshot of every table, named after the run; `unseen`: what if the room on the disks is not seen. */
  readonly snapshot: { readonly timeoutMs: number; readonly unseen: 'refuse' | 'go-on' };
  /** `then`: what if clients are still served at the end of `timeoutMs`. */
  readonly quiesce: { readonly timeoutMs: number; readonly then: 'go-on' | 'refuse' };
  readonly drain: { readonly timeoutMs: number; readonly onTimeout: 'stop' | 'fail' };
  readonly stop: { readonly timeoutMs: number };
  readonly install: { readonly timeoutMs: number };
  readonly configure: { readonly timeoutMs: number };
  readonly 'clear-compaction-history': { readonly timeoutMs: number };
  readonly 'storage-compatibility': { readonly mode: StorageMode; readonly timeoutMs: number };
  readonly start: { readonly timeoutMs: number };
  /** The gates after the node are judged until they pass `consecutive` times in a row. */
  readonly 'await-return': { readonly timeoutMs: number; readonly consecutive: number };
  readonly unquiesce: { readonly timeoutMs: number };
  /**
   * Missing answers at the end are asked for again for `holdMs`. `compare`: with peers, before and after the
   * restart.
   */
  readonly soak: {
    readonly forMs: number;
    readonly holdMs: number;
    readonly compare: 'peers' | 'none';
  };
  /** `jobs`: SSTables that are rewritten at once. */
  readonly upgradesstables: {
    readonly timeoutMs: number;
    readonly jobs: number;
    readonly unseen: 'refuse' | 'go-on';
  };
  readonly 'clear-snapshot': { readonly timeoutMs: number };
}

export type StepKind = keyof StepParams;

export type PlannedStep = {
  readonly [K in StepKind]: { readonly kind: K; readonly params: StepParams[K] };
}[StepKind];

/** Whether a soak among them compares the node with its peers. */
export function comparesPeers(steps: readonly PlannedStep[]): boolean {
  return steps.some((step) => step.kind === 'soak' && step.params.compare === 'peers');
}

export function soakOf(
  steps: readonly PlannedStep[],
): Extract<PlannedStep, { kind: 'soak' }> | undefined {
  return steps.find((step) => step.kind === 'soak');
}

/** The same steps, and a soak of so long. */
export function soakingFor(steps: readonly PlannedStep[], forMs: number): readonly PlannedStep[] {
  return steps.map((step) =>
    step.kind === 'soak' ? { ...step, params: { ...step.params, forMs } } : step,
  );
}

/** The mode that the steps set; undefined: they leave it as it is. */
export function storageModeOf(steps: readonly PlannedStep[]): StorageMode | undefined {
  return steps.find((step) => step.kind === 'storage-compatibility')?.params.mode;
}

/**
 * Whether nothing leads back behind the step but a snapshot: SSTables of either mode are read by no release
 * before 5.0, and not by 5.0 in CASSANDRA_4 (BigFormat.java).
 */
export function isIrreversible({ kind }: Pick<PlannedStep, 'kind'>): boolean {
  return kind === 'storage-compatibility';
}

/** How a step ended. `fell-back`: the declared fallback was taken, with the cause. */
export type StepOutcome =
  | {
      readonly kind: 'done';
      readonly note?: string;
      /** Of a start: the time of the newest fatal line that was in the log before it; empty: none was. */
      readonly fatalBefore?: string;
      /** Of a return: the first of the looks in a row that saw it; a soak that follows counts from there. */
      readonly seenSince?: Instant;
    }
  | { readonly kind: 'fell-back'; readonly reason: string }
  /** The node is whole, but what was seen of it holds the roll. */
  | { readonly kind: 'refused'; readonly reason: string; readonly tail?: string }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** In what state the node is now, as far as seen. */
      readonly nodeState: string;
      /** What the operator may type next. */
      readonly next: string;
      /** The time of the fatal line that was told. */
      readonly fatalBefore?: string;
      readonly tail?: string;
    };

/** One step in a word or two, with its limit: for plans and live views. */
export function describeStep(step: PlannedStep): string {
  switch (step.kind) {
    case 'quiesce':
      return `quiesce (limit ${seconds(step.params.timeoutMs)}, then ${step.params.then})`;
    case 'upgradesstables':
      return `upgradesstables (${step.params.jobs} at once, limit ${seconds(step.params.timeoutMs)})`;
    case 'drain':
      return `drain (limit ${seconds(step.params.timeoutMs)}, then ${step.params.onTimeout})`;
    case 'await-return':
      return `await-return (limit ${seconds(step.params.timeoutMs)}, ${step.params.consecutive} times in a row)`;
    case 'soak':
      return step.params.compare === 'peers'
        ? `soak (${seconds(step.params.forMs)}, compared with peers)`
        : `soak (${seconds(step.params.forMs)})`;
    case 'storage-compatibility':
      return `${step.kind} ${step.params.mode} (limit ${seconds(step.params.timeoutMs)}), IRREVERSIBLE`;
    case 'fetch':
    case 'clear-compaction-history':
    case 'stop':
    case 'install':
    case 'configure':
    case 'start':
    case 'unquiesce':
    case 'snapshot':
    case 'clear-snapshot':
      return `${step.kind} (limit ${seconds(step.params.timeoutMs)})`;
  }
}

function seconds(ms: number): string {
  return `${ms / 1_000} s`;
}

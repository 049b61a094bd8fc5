import type { Acceptance } from './acceptance.ts';
import type { HowEnded } from './event.ts';
import { groupBy } from './group-by.ts';
import type { Instant } from './instant.ts';
import type { RecordingOrigin } from './recording.ts';

/** What a rehearsal showed; format 1 of `--format json`. Times in ms. */
export interface Rehearsal {
  readonly format: 1;
  readonly kind: 'ringward-rehearsal';
  readonly seed: number;
  /** Rules that block, and that the plan goes on with; absent: none. */
  readonly accepted?: readonly Acceptance[];
  /** What a run asks approval of, and the rehearsal has not; absent: nothing. */
  readonly approvals?: readonly string[];
  /** Absent where the cluster was not looked at for it. */
  readonly twin?: TwinOrigin;
  readonly how: HowEnded;
  /** What a run would say where it stops; RUN stands for its id. */
  readonly message: string | null;
  readonly hint: string | null;
  readonly durationMs: number;
  readonly nodes: readonly RehearsedNode[];
  /** The longest time that a node was closed to clients. */
  readonly longestDown: { readonly address: string; readonly ms: number } | null;
  /** The range with the fewest replicas to spare at any instant. */
  readonly tightest: string | null;
  /** Replicated keyspaces besides Cassandra's own; 0: the safety shown says nothing of clients. */
  readonly clientKeyspaces: number;
  /** Instants at which a declared consistency level had lost a range; empty: safe. */
  readonly breaches: readonly {
    readonly at: Instant;
    readonly down: readonly string[];
    /** Those of them that were up just before: what broke it. */
    readonly newlyDown: readonly string[];
    readonly what: string;
  }[];
  /** What came of each fault. */
  readonly faults: readonly RehearsedFault[];
  /** Nodes whose process does not run at the end. */
  readonly leftStopped: readonly string[];
  /** How it could be rolled in parallel, racks mixed; null: not reckoned. Nothing is rolled so. */
  readonly waves: RehearsedWaves | null;
}

export interface RehearsedFault {
  /** `drain-hangs@10.0.0.1` */
  readonly fault: string;
  /** `there`: it lasts, and was there; `never`: nothing met it before the end. */
  readonly how: 'struck' | 'there' | 'never';
  /** From the start until it struck first, or was there; null: never. */
  readonly afterMs: number | null;
}

/** Sets of nodes that could be stopped together with every declared level held. */
export type RehearsedWaves =
  | {
      readonly kind: 'waves';
      /** Addresses, in the order in which they would be stopped. */
      readonly waves: readonly (readonly string[])[];
      /** There can be no fewer under the same rules: the canary alone, DC by DC. */
      readonly atLeast: number;
      /** Why not, for each DC. */
      readonly bounds: readonly {
        readonly dc: string;
        readonly atLeast: number;
        readonly because: string;
      }[];
    }
  | { readonly kind: 'none'; readonly problems: readonly string[] };

/** Of what the twin is a twin. */
export interface TwinOrigin {
  /** When it was last looked at. */
  readonly at: Instant;
  /** Null: the cluster itself was looked at. */
  readonly recording: RecordingOrigin | null;
  /** What the twin has not of the cluster, in words. */
  readonly notCarriedOver: readonly string[];
  /** Of that, what would hold a run: the rehearsal says nothing of it. */
  readonly wouldHold: readonly string[];
}

export interface RehearsedNode {
  readonly address: string;
  readonly dc: string;
  readonly rack: string;
  /** Those of a number were taken side by side; absent: it was taken alone. */
  readonly wave?: number;
  readonly state: 'waiting' | 'started' | 'done';
  /** From its first gate to its last step. */
  readonly durationMs: number;
  readonly downMs: number;
  /** The step that took longest. */
  readonly dominatedBy: { readonly step: string; readonly ms: number } | null;
  /** The tightest range while it was down. */
  readonly tightest: string | null;
}

/** Many rehearsals of one plan; format 1 of `--seeds N --format json`. */
export interface RehearsalSummary {
  readonly format: 1;
  readonly kind: 'ringward-rehearsal-summary';
  readonly twin?: TwinOrigin;
  readonly rehearsals: number;
  readonly complete: number;
  /** As in a rehearsal. */
  readonly clientKeyspaces: number;
  /** Of each fault, in how many of the rehearsals it came to pass. */
  readonly faults: readonly { readonly fault: string; readonly came: number }[];
  /** Seeds in which a declared consistency level lost a range. */
  readonly unsafeSeeds: readonly number[];
  /** Where the others stop, most frequent first. */
  readonly stops: readonly {
    readonly message: string;
    readonly times: number;
    /** One to look at: `--seed N`. */
    readonly seed: number;
  }[];
  readonly durationMs: { readonly least: number; readonly median: number; readonly most: number };
  readonly longestDownMs: number;
}

export function summaryOf(rehearsals: readonly Rehearsal[]): RehearsalSummary {
  const stops = groupBy(
    rehearsals.filter(({ how }) => how !== 'complete'),
    ({ message }) => message ?? '',
  );
  const durations = rehearsals.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  return {
    format: 1,
    kind: 'ringward-rehearsal-summary',
    ...(rehearsals[0]?.twin ? { twin: rehearsals[0].twin } : {}),
    rehearsals: rehearsals.length,
    complete: rehearsals.filter(({ how }) => how === 'complete').length,
    clientKeyspaces: rehearsals[0]?.clientKeyspaces ?? 0,
    faults: (rehearsals[0]?.faults ?? []).map(({ fault }, index) => ({
      fault,
      came: rehearsals.filter(({ faults }) => faults[index]?.how !== 'never').length,
    })),
    unsafeSeeds: rehearsals.filter(({ breaches }) => breaches.length > 0).map(({ seed }) => seed),
    stops: [...stops]
      .map(([message, own]) => ({ message, times: own.length, seed: own[0]?.seed ?? 0 }))
      .sort((a, b) => b.times - a.times),
    durationMs: {
      least: durations[0] ?? 0,
      median: durations[Math.floor(durations.length / 2)] ?? 0,
      most: durations.at(-1) ?? 0,
    },
    longestDownMs: Math.max(0, ...rehearsals.map(({ longestDown }) => longestDown?.ms ?? 0)),
  };
}

import type { FiringAlert } from './alerts.ts';
import type { Allowed } from './allowed.ts';
import type { ConsistencyLevel } from './consistency.ts';
import type { Finding, MissingSource, Undecided } from './finding.ts';
import type { Instant } from './instant.ts';
import type { Limits } from './limits.ts';
import type { MaintenanceWindow, NodeTakes } from './maintenance-window.ts';
import type { KeyspaceRing } from './ring.ts';
import type { SchemaSeen } from './schema-seen.ts';
import type { Seen } from './seen.ts';
import type { Snapshot, SourceId } from './snapshot.ts';
import type { ByLatency } from './soak.ts';
import type { StorageMode } from './step.ts';

/**
 * `needed`: no mending lets this plan pass again; `possible`: it passes once the cause is mended, and where that is
 * meant to stay another plan does.
 */
export type NewPlan = 'needed' | 'possible';

export type GateVerdict =
  | {
      readonly kind: 'pass';
      readonly note?: string;
      /** True: an operator is to see the note although it passes. */
      readonly isTold?: boolean;
      /** Of `soak-comparison`: how many times as slow as before each latency is. */
      readonly effects?: ByLatency<number>;
      /** Of `schema-unchanged`: what the next look at the schema is compared with. */
      readonly schema?: SchemaSeen;
      /** Of `peers-up`: who is down, and allowed to be. */
      readonly down?: readonly string[];
    }
  /** Not now, but it may heal: judged again until the limit, then it refuses. */
  | { readonly kind: 'wait'; readonly reason: string }
  | {
      readonly kind: 'refuse';
      readonly reason: string;
      /** Absent: once the cause is mended this plan passes. */
      readonly newPlan?: NewPlan;
      /** True: nothing is wrong, the roll pauses and goes on another time. */
      readonly isPause?: boolean;
    };

/** The node a gate is about, as the plan and the moment before the stop knew it. */
export interface GateSubject {
  readonly address: string;
  readonly hostId: string;
  readonly dc: string;
  readonly rack: string;
  /** system.local token count at plan time. */
  readonly tokenCount: number;
  /** Gossip generation before the stop; a returned node must show a newer one. */
  readonly generationBefore?: number;
  /** The others that are stopped beside it and are not done: ranges must hold without them, too. Absent: none. */
  readonly together?: readonly string[];
  /** Those of them that are on their way down or up: nobody's peers until they are back. Absent: none. */
  readonly away?: readonly string[];
  /** The release it must run when it is back; undefined for a restart. */
  readonly targetVersion?: string;
  /** The `storage_compatibility_mode` it must be in when it is back; undefined: the roll sets none. */
  readonly storageMode?: StorageMode;
}

/** The topology the plan was made for against the one seen now. */
export interface TopologyView {
  /** Digests; `now` is undefined when nobody answered or nodes do not agree. */
  readonly planned: string;
  readonly now: string | undefined;
  /** What is otherwise than planned, one line each. */
  readonly changed: readonly string[];
  /** Nodes that are silent, or say what others do not: nothing is known then. */
  readonly missing: readonly string[];
}

/** Everything a gate may look at. */
export interface GateView {
  readonly now: Instant;
  readonly snapshot: Snapshot;
  readonly findings: readonly Finding[];
  readonly missing: readonly MissingSource[];
  /** What a longer look would decide. */
  readonly undecided: readonly Undecided[];
  /** On how many nodes findings were looked for; absent: on all. */
  readonly watchedCount?: number;
  readonly rings: readonly KeyspaceRing[] | undefined;
  readonly subject: GateSubject;
  /** Those who count: every node of the plan, or of a near look those near the subject. */
  readonly members: readonly string[];
  /** Of a near look every node of the plan, for each view of the ring tells of all; absent: those who count. */
  readonly everyNode?: readonly string[];
  readonly topology: TopologyView;
  readonly consistency: Readonly<Record<string, readonly ConsistencyLevel[]>>;
  /** What the plan lives with; absent: nothing. */
  readonly allowed?: Allowed;
  /** Whether clients log in; unknown counts as on. See rules/authenticator.ts. */
  readonly authenticatorOn?: boolean;
  /** Keys of findings there at plan time, and detectors the roll is meant to cure. */
  readonly baseline: readonly string[];
  readonly cures: readonly string[];
  /** Addresses already done in this run. */
  readonly done: readonly string[];
  readonly limits: Limits;
  /** Of elsewhere; absent: no gate asked for them. */
  readonly alerts?: Seen<readonly FiringAlert[]>;
  /** That of the plan, and what a node takes as far as is known by now. */
  readonly window?: MaintenanceWindow & { readonly takes: NodeTakes };
  /** As it was when a node was last to be begun; absent: this is the first. */
  readonly schemaBefore?: SchemaSeen;
  /** The twin has a time of its own, and nobody else's alerts. */
  readonly isRehearsal?: boolean;
}

/** Pure. Missing data never passes. */
export interface Gate {
  readonly id: string;
  readonly title: string;
  /** Asked of the node the gate is about and of its witnesses (gates/witnesses.ts). */
  readonly needs: readonly SourceId[];
  /** Asked of every node of the plan, witness or not. */
  readonly needsOfAll?: readonly SourceId[];
  /** Asked of the nodes on which findings are looked for. */
  readonly needsOfWatched?: readonly SourceId[];
  /** Asked of the node the gate is about alone. */
  readonly needsOfSubject?: readonly SourceId[];
  /** The limit of its own that it may wait for; without one, the limit of the step, or `gateWait`. */
  readonly ownLimit?: 'schemaWaitMs' | 'hintsWaitMs';
  /** True: range data is needed too. */
  readonly needsRings?: boolean;
  /** True: the topology is compared with the plan's, so that `changed` and `missing` are true. */
  readonly needsTopology?: boolean;
  /** True: every detector is run, so that `findings` and `missing` are filled. */
  readonly needsFindings?: boolean;
  /** True: alerts of elsewhere are asked for, after the look. */
  readonly needsAlerts?: boolean;
  judge(view: GateView): GateVerdict;
}

/**
 * Of whom gates ask: of every node whose word they want, or of those near the subject, on which findings
 * are looked for. On clusters of up to 30 nodes these are the same.
 */
export type Reach = 'all' | 'near';

/** How long something may be waited for, and by which name an operator finds it. */
export interface WaitLimit {
  readonly name: string;
  readonly ms: number;
}

/** What one gate said at one look. */
export interface GateJudgement {
  readonly gate: string;
  readonly verdict: GateVerdict;
  /** The gate's own limit, when it has one. */
  readonly limit?: WaitLimit;
}

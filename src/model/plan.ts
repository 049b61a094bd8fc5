import type { Acceptance } from './acceptance.ts';
import type { ConsistencyLevel } from './consistency.ts';
import type { FreezeCommands } from './freeze.ts';
import type { Instant } from './instant.ts';
import type { NodeCommands } from './inventory.ts';
import type { Limits } from './limits.ts';
import type { MaintenanceWindow } from './maintenance-window.ts';
import type { RuleFinding } from './rule-finding.ts';
import { soakOf, storageModeOf, type PlannedStep } from './step.ts';

/** Whole racks, or so many nodes of a rack at most (`--parallel`). */
export type Parallel = 'rack' | number;

/** A frozen, reviewable plan; format 1 of the plan file. */
export interface Plan {
  readonly format: 1;
  readonly createdAt: Instant;
  readonly cluster: string;
  readonly playbook: string;
  /** The playbook's own file; absent: it is shipped, and found by its name. */
  readonly playbookFile?: string;
  /** Undefined for a restart. */
  readonly toVersion?: string;
  readonly limits: Limits;
  readonly topologyDigest: string;
  readonly consistency: Readonly<Record<string, readonly ConsistencyLevel[]>>;
  /** Of them those that the playbook declares; absent: it declares none. */
  readonly playbookConsistency?: Plan['consistency'];
  /** False: a node was seen to answer clients that give no credentials. Absent counts as on. */
  readonly authenticatorOn?: boolean;
  /** When nodes may be stopped; absent: at any time. */
  readonly maintenanceWindow?: MaintenanceWindow;
  /** Run before the first node is begun and when the run is over; absent: nothing stands still beside the nodes. */
  readonly freeze?: FreezeCommands;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly cures: readonly string[];
  /** Keys of the findings open at plan time. */
  readonly baseline: readonly string[];
  readonly warnings: readonly string[];
  /** What the rules of the hop say; absent: a restart, or every one holds. */
  readonly preflight?: readonly RuleFinding[];
  /** Rules that block and go on all the same, and keyspaces that lose levels, each with its reason. */
  readonly accepted?: readonly Acceptance[];
  /** So many nodes may be down beside the one that is rolled; absent: none. */
  readonly allowDown?: number;
  /** So many replicas more than its levels need every range must have; absent: 0. */
  readonly margin?: number;
  /** What its waves were asked for as; absent: none were, or they are those of the run that is taken back. */
  readonly parallel?: Parallel;
  readonly nodes: readonly PlannedNode[];
  /** The run whose work this plan takes back, and how many records its journal had then; absent: none. */
  readonly undoes?: { readonly runId: string; readonly records: number };
  /** SHA-256 over everything above; a plan edited by hand is refused. */
  readonly digest: string;
}

export interface PlannedNode {
  readonly address: string;
  readonly hostId: string;
  readonly dc: string;
  readonly rack: string;
  readonly tokenCount: number;
  /** SHA-256 over its tokens; absent when they were not seen. */
  readonly tokensDigest?: string;
  readonly fromVersion: string;
  /** Why it stands here in the order. */
  readonly reason: string;
  /** Empty: the node already runs the target version or is left out; it is a member, nothing is done on it. */
  readonly steps: readonly PlannedStep[];
  /**
   * Nodes of the same number are taken side by side, those of a lower one before them (`--parallel`); absent: it is
   * taken alone. They are nodes of one rack, and follow each other.
   */
  readonly wave?: number;
  /** The roll was made without it (`--only`): it stays as it is. */
  readonly leftOut?: true;
  /** It is left out because it was down when the plan was made (`--allow-down`). */
  readonly down?: true;
  /** It was down, and `--only` left it out as well: it is not one of those left for later. */
  readonly outsideOnly?: true;
  /** What an operator must have approved before it is begun: `canary`, `dc:dc2`. */
  readonly approvals?: readonly string[];
  /**
   * Left part-way by the run that is taken back: it may be down, and gates are not what keeps it so. The gossip
   * generation is the one that it had before.
   */
  readonly leftWith?: { readonly generation: number };
  /** Argument arrays as they will be run, with nothing left to fill in. */
  readonly commands: NodeCommands;
}

/** Addresses of those that were down when the plan was made. */
export function downOf(nodes: readonly PlannedNode[]): readonly string[] {
  return nodes.flatMap(({ address, down }) => (down ? [address] : []));
}

/** Of those that were down when the plan was made the ones that it would have rolled. */
export function laterOf(nodes: readonly PlannedNode[]): readonly string[] {
  return downOf(nodes.filter(({ outsideOnly }) => outsideOnly !== true));
}

/** Those that the roll was asked for: `--only` left out the others. */
export function askedOf(nodes: readonly PlannedNode[]): readonly PlannedNode[] {
  return nodes.filter(({ leftOut, down, outsideOnly }) => !leftOut || (down && !outsideOnly));
}

/** Those that are not left out: the others are members only. */
export function rolledOf(nodes: readonly PlannedNode[]): readonly PlannedNode[] {
  return nodes.filter(({ leftOut }) => leftOut !== true);
}

/**
 * The steps of each node, and the soak of the first that is rolled where it is another one. A node that is there
 * already has no steps.
 */
export function stepsOfPlan(nodes: readonly PlannedNode[]): {
  readonly steps: readonly PlannedStep[];
  readonly canary?: { readonly address: string; readonly soak: PlannedStep };
} {
  const rolled = nodes.filter((node) => node.steps.length > 0);
  const steps = rolled.at(-1)?.steps ?? [];
  const [first] = rolled;
  const soak = first && soakOf(first.steps);
  if (!soak || soak.params.forMs === soakOf(steps)?.params.forMs) return { steps };
  return { steps, canary: { address: first.address, soak } };
}

/** What the roll makes of the nodes, in words; undefined: it restarts them as they are. */
export function targetOf({
  toVersion,
  nodes,
}: Pick<Plan, 'toVersion' | 'nodes'>): string | undefined {
  if (toVersion !== undefined) return toVersion;
  const mode = storageModeOf(nodes.flatMap(({ steps }) => steps));
  return mode === undefined ? undefined : `storage_compatibility_mode ${mode}`;
}

import type { ConsistencyLevel } from './consistency.ts';
import type { MaintenanceWindow } from './maintenance-window.ts';
import type { PlannedStep } from './step.ts';

/** `canary`: after the first node; `dc`: before each further DC. */
export const approvalPoints = ['canary', 'dc'] as const;
export type ApprovalPoint = (typeof approvalPoints)[number];

/** In place of a line: whichever the nodes are on. */
export const sameLine = 'same-line';

/** A playbook with every default filled in. */
export interface Playbook {
  readonly name: string;
  /** Where it was read; absent: it is shipped, and found by its name. */
  readonly file?: string;
  readonly description: string;
  /** Release lines (`4.1`) it goes from; absent for a restart, and where `to` is `same-line`. */
  readonly from?: readonly string[];
  /** The line it goes to: an older one only where a way back is known; absent for a restart. */
  readonly to?: string;
  readonly consistency: Readonly<Record<string, readonly ConsistencyLevel[]>>;
  /** Keyspaces that may lose levels while a node is down, each with the reason. */
  readonly acceptLoss?: Readonly<Record<string, string>>;
  /** Detectors whose findings the roll is meant to cure. */
  readonly cures: readonly string[];
  /** What nobody does until every node is done. */
  readonly keepStill: readonly string[];
  /** From where on nothing leads back, and what does all the same. */
  readonly noReturn?: string;
  /** Where the roll stops until an operator has looked and approved. */
  readonly approve: readonly ApprovalPoint[];
  /** The soak of the first node, where it is longer than that of the others. */
  readonly canarySoakMs?: number;
  /** In place of that of the inventory. */
  readonly maintenanceWindow?: MaintenanceWindow;
  readonly before: readonly string[];
  readonly steps: readonly PlannedStep[];
  readonly after: readonly string[];
}

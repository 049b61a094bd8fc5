import type { Selector } from '../plan/only.ts';
import type { Parallel } from '../model/plan.ts';
import type { AcceptFlags } from './acceptances.ts';
import type { JunitFlag, RollFormat, TakeOverFlag } from './roll-options.ts';
import type { InventoryFlags } from './load-inventory.ts';
import type { PlanTarget } from './plan-target.ts';

/** Options of the upgrade commands, flags and arguments in one. */
interface RollWhere extends InventoryFlags {
  readonly stateDir?: string;
}
export interface PlanOptions extends RollWhere, AcceptFlags, PlanTarget {
  readonly playbook: string;
  readonly to?: string;
  readonly cures?: readonly string[];
  readonly only?: readonly Selector[];
  readonly allowDown?: number;
  readonly margin?: number;
  readonly parallel?: Parallel;
  /** Show what is to be changed in each cassandra.yaml. */
  readonly yamlDiff?: boolean;
}
export interface RunOptions extends RollWhere, JunitFlag, TakeOverFlag {
  readonly plan: string;
  /** Irreversible steps of the plan, by name. */
  readonly approve?: readonly string[];
  readonly format: RollFormat;
  readonly yes?: boolean;
}
export interface ResumeOptions extends RollWhere, JunitFlag, TakeOverFlag {
  /** Only see how the steps that were cut off end. */
  readonly settle?: boolean;
  readonly run?: string;
  readonly format: RollFormat;
}
/** Of pause, approve and abort. */
export interface ControlOptions extends RollWhere {
  readonly run?: string;
}
export interface ApproveOptions extends ControlOptions {
  readonly point: string;
}
export interface RollbackOptions extends ControlOptions, PlanTarget {
  /** The nodes that are done as well. */
  readonly all?: boolean;
}
export interface DiffOptions extends InventoryFlags {
  readonly plan: string;
  readonly format: 'tty' | 'json';
}
export interface StatusOptions extends RollWhere {
  readonly run?: string;
  readonly format: 'tty' | 'json';
}
export interface RehearseOptions extends InventoryFlags {
  /** A recording to take the twin from. */
  readonly from?: string;
  readonly plan: string;
  readonly seed: number;
  /** Rehearse with so many seeds, from `seed` on, and summarise. */
  readonly seeds?: number;
  /** `drain-hangs@10.0.0.1` */
  readonly faults?: readonly string[];
  readonly format: 'tty' | 'json' | 'ndjson';
}

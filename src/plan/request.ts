import type { AcceptanceWish } from '../model/acceptance.ts';
import type { Finding } from '../model/finding.ts';
import type { Instant } from '../model/instant.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Limits } from '../model/limits.ts';
import type { Parallel } from '../model/plan.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Selector } from './only.ts';

/**
 * All that a plan is made of. The snapshot must hold `status`, `gossipinfo`, `cql-local` and
 * `keyspaces` of every node, and `rings`; for another release what its rules need (rules/upgrade).
 */
export interface PlanRequest {
  readonly playbook: Playbook;
  readonly snapshot: Snapshot;
  readonly inventory: Inventory;
  /** Undefined for a restart. */
  readonly toVersion?: string;
  readonly limits: Limits;
  /** Open now: the baseline. */
  readonly findings: readonly Finding[];
  /** Roll these alone (`--only`); none: all. */
  readonly only?: readonly Selector[];
  /** So many nodes of a rack side by side at most, or its whole rack (`--parallel`); absent: one after the other. */
  readonly parallel?: Parallel;
  /** Detectors to be cured beyond those of the playbook (`--cures`). */
  readonly cures?: readonly string[];
  /** Rules that may be broken, or not be known to hold, and keyspaces that may lose levels (`--accept`). */
  readonly accepted?: readonly AcceptanceWish[];
  /** So many nodes may be down beside the one that is rolled (`--allow-down`); none. */
  readonly allowDown?: number;
  /** Every range must have so many replicas to spare (`--margin`); 0. */
  readonly margin?: number;
  readonly at: Instant;
}

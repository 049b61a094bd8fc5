/** What is otherwise than when a plan was made; format 1 of `upgrade diff --format json`. */
export interface PlanDiff {
  readonly format: 1;
  readonly kind: 'ringward-plan-diff';
  /** `cannot-tell`: something that must be compared was not seen. */
  readonly verdict: 'fits' | 'changed' | 'cannot-tell';
  /** In words: who joined or left, other host ids, places, tokens, replication, a plan that is too old, other levels. A run refuses these. */
  readonly changed: readonly string[];
  readonly missing: readonly string[];
  /** In words: what the inventory declares otherwise by now, while the plan's counts. */
  readonly declared: readonly string[];
  /** Nodes that run another release than when the plan was made. */
  readonly releases: readonly {
    readonly node: string;
    readonly planned: string;
    /** Null: not seen. */
    readonly now: string | null;
  }[];
  /** Nodes in another storage_compatibility_mode than then, where the plan sets one. */
  readonly modes: readonly {
    readonly node: string;
    readonly planned: string;
    readonly now: string;
  }[];
  /** Findings that are new, and those of then that are gone. */
  readonly opened: readonly string[];
  readonly gone: readonly string[];
}

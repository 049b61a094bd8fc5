import type { SourceId } from '../../model/snapshot.ts';
import type { RuleSeverity } from '../../model/rule-finding.ts';

/** What must hold before a cluster is rolled to another release. */
export interface UpgradeRule {
  readonly id: string;
  /** `block`: no plan without it, unless it is accepted by name. */
  readonly severity: RuleSeverity;
  /** A gate refuses for good what the rule is about, so nobody can go on knowing it. */
  readonly isNeverAccepted?: true;
  /** Release lines the roll comes from, and goes to; absent: any. */
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  /** One sentence. */
  readonly must: string;
  /** What happens otherwise. */
  readonly why: string;
  readonly fix: string;
  /** Where that is written. */
  readonly source: string;
  /** What it is judged by; empty: only the operator can know, so it is told to him. */
  readonly needs: readonly SourceId[];
}

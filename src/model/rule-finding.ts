/** `block`: no plan unless it is accepted by name. */
export type RuleSeverity = 'block' | 'warn' | 'info';

/**
 * What the preflight says of one rule. `broken`: it does not hold; `cannot-tell`: what it is judged by did not come;
 * `not-judged`: the inventory does not say where it is read; `note`: only the operator can know.
 */
export interface RuleFinding {
  readonly rule: string;
  readonly severity: RuleSeverity;
  readonly verdict: 'broken' | 'cannot-tell' | 'not-judged' | 'note';
  /** One line: what was seen, or what is not known and why. */
  readonly what: string;
  /** Nodes of which it is true; empty: of the cluster. */
  readonly nodes: readonly string[];
  readonly fix: string;
  /** Where the rule is written. */
  readonly source: string;
}

/** What keeps a plan from being made unless it is accepted. What would only warn never does. */
export function isBlocking({ severity, verdict }: RuleFinding): boolean {
  return severity === 'block' && (verdict === 'broken' || verdict === 'cannot-tell');
}

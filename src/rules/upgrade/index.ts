import { clusterRules } from './cluster-rules.ts';
import { configRules } from './config-rules.ts';
import { operatorNotes } from './notes.ts';
import type { UpgradeRule } from './rule.ts';
import { schemaRules } from './schema-rules.ts';

export type { UpgradeRule };

const judged = [...clusterRules, ...schemaRules, ...configRules] as const;

/** Rules that a check judges (src/plan/checks). */
export type JudgedRuleId = (typeof judged)[number]['id'];

export const judgedRules: readonly (UpgradeRule & { readonly id: JudgedRuleId })[] = judged;

/** Those that may be accepted by name. */
export const acceptableRules: readonly JudgedRuleId[] = judgedRules
  .filter(({ isNeverAccepted }) => !isNeverAccepted)
  .map(({ id }) => id);

export { operatorNotes };

export const upgradeRules: readonly UpgradeRule[] = [...judged, ...operatorNotes];

/** Whether a rule is about the hop between two release lines. */
export function isOfHop({ from, to }: UpgradeRule, fromLine: string, toLine: string): boolean {
  return (from?.includes(fromLine) ?? true) && (to?.includes(toLine) ?? true);
}

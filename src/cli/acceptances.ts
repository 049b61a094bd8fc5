import { nearestHint } from '../config/nearest-key.ts';
import { UsageError } from '../model/errors.ts';
import type { Acceptance } from '../model/rule-finding.ts';
import { judgedRules } from '../rules/upgrade/index.ts';

export interface AcceptFlags {
  /** Rules, in the order in which their reasons stand in `because`. */
  readonly accept?: readonly string[];
  readonly because?: readonly string[];
}

/** `--accept RULE --because TEXT`, as often as needed. Throws UsageError for a rule that is none, or without a reason. */
export function acceptancesOf({ accept = [], because = [] }: AcceptFlags): readonly Acceptance[] {
  const known = judgedRules.map(({ id }) => id);
  const wrong = accept.find((rule) => !known.some((id) => id === rule));
  if (wrong !== undefined) {
    throw new UsageError(`--accept: there is no rule "${wrong}"`, nearestHint(wrong, known));
  }
  const twice = accept.find((rule, index) => accept.indexOf(rule) !== index);
  if (twice !== undefined) throw new UsageError(`--accept ${twice} is there twice`, once);
  if (accept.length !== because.length || because.some((text) => text.trim() === '')) {
    throw new UsageError(
      `--accept is there ${accept.length} times, --because with a reason ${because.filter((text) => text.trim() !== '').length} times`,
      once,
    );
  }
  return accept.map((rule, index) => ({ rule, because: because[index] ?? '' }));
}

const once = 'write a reason behind each rule: --accept RULE --because "why it may be so"';

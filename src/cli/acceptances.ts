import { nearestHint } from '../config/nearest-key.ts';
import { isKeyspaceName } from '../config/consistency.ts';
import type { AcceptanceWish } from '../model/acceptance.ts';
import { UsageError } from '../model/errors.ts';
import { judgedRules } from '../rules/upgrade/index.ts';

export interface AcceptFlags {
  /** Rules, and `keyspace=NAME`, in the order in which their reasons stand in `because`. */
  readonly accept?: readonly string[];
  readonly because?: readonly string[];
}

/**
 * `--accept RULE --because TEXT` or `--accept keyspace=NAME --because TEXT`, as often as needed. Throws UsageError for a
 * rule or a name that is none, or without a reason.
 */
export function acceptancesOf({
  accept = [],
  because = [],
}: AcceptFlags): readonly AcceptanceWish[] {
  const known = judgedRules.map(({ id }) => id);
  const wrong = accept.find((what) => {
    const keyspace = keyspaceIn(what);
    return keyspace === undefined ? !known.some((id) => id === what) : !isKeyspaceName(keyspace);
  });
  if (wrong !== undefined) {
    const what = keyspaceIn(wrong) === undefined ? 'rule' : 'keyspace like';
    throw new UsageError(`--accept: there is no ${what} "${wrong}"`, nearestHint(wrong, known));
  }
  const twice = accept.find((rule, index) => accept.indexOf(rule) !== index);
  if (twice !== undefined) throw new UsageError(`--accept ${twice} is there twice`, once);
  if (accept.length !== because.length || because.some((text) => text.trim() === '')) {
    throw new UsageError(
      `--accept is there ${accept.length} times, --because with a reason ${because.filter((text) => text.trim() !== '').length} times`,
      once,
    );
  }
  return accept.map((what, index) => {
    const keyspace = keyspaceIn(what);
    const reason = { because: because[index] ?? '' };
    return keyspace === undefined ? { rule: what, ...reason } : { keyspace, ...reason };
  });
}

const keyspacePrefix = 'keyspace=';

function keyspaceIn(what: string): string | undefined {
  return what.startsWith(keyspacePrefix) ? what.slice(keyspacePrefix.length) : undefined;
}

const once = 'write a reason behind each: --accept RULE --because "why it may be so"';

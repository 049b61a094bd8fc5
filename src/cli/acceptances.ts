import { nearestHint } from '../model/nearest-key.ts';
import { isKeyspaceName } from '../config/consistency.ts';
import type { AcceptanceWish } from '../model/acceptance.ts';
import { UsageError } from '../model/errors.ts';
import { acceptableRules, judgedRules } from '../rules/upgrade/index.ts';

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
  for (const what of accept) requireAcceptable(what);
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

function requireAcceptable(what: string): void {
  const keyspace = keyspaceIn(what);
  if (keyspace !== undefined) {
    requireName(keyspace);
    return;
  }
  if (acceptableRules.some((id) => id === what)) return;
  const never = judgedRules.find(({ id }) => id === what);
  if (never) throw new UsageError(`--accept: rule ${what} is never accepted`, never.fix);
  throw new UsageError(`--accept: there is no rule "${what}"`, nearestHint(what, acceptableRules));
}

/** Which keyspaces there are is known when the cluster was asked; what no keyspace is called, before. */
function requireName(keyspace: string): void {
  if (keyspace === '') {
    throw new UsageError(
      `--accept ${keyspacePrefix}: the name of the keyspace is missing`,
      `write it: --accept ${keyspacePrefix}NAME`,
    );
  }
  if (isKeyspaceName(keyspace)) return;
  throw new UsageError(
    `--accept: no keyspace is called "${keyspace}"`,
    'a name has letters, digits and _; `DESCRIBE KEYSPACES` in cqlsh says which there are',
  );
}

const keyspacePrefix = 'keyspace=';

function keyspaceIn(what: string): string | undefined {
  return what.startsWith(keyspacePrefix) ? what.slice(keyspacePrefix.length) : undefined;
}

const once = 'write a reason behind each: --accept RULE --because "why it may be so"';

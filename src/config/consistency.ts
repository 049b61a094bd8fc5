import { consistencyLevels, type ConsistencyLevel } from '../model/consistency.ts';
import { ConfigError } from '../model/errors.ts';
import { choiceOf, entriesOf, oneOrMore } from './fields.ts';
import type { YamlEntry, YamlNode } from './yaml-document.ts';

export type DeclaredConsistency = Readonly<Record<string, readonly ConsistencyLevel[]>>;

/** Levels by keyspace, `default` for all that are not named: `{default: [LOCAL_QUORUM], ks: ONE}`. */
export function consistencyOf(node: YamlNode | undefined): DeclaredConsistency {
  if (!node) return {};
  return Object.fromEntries(entriesOf(node, 'consistency').map(levelsOf));
}

function levelsOf(entry: YamlEntry): readonly [string, readonly ConsistencyLevel[]] {
  const what = `consistency.${entry.key}`;
  requireKeyspace(entry, 'consistency', 'default, or ');
  const levels = oneOrMore(entry.value).map((item) => choiceOf(item, consistencyLevels, what));
  if (levels.length === 0) {
    throw new ConfigError(
      entry.value.where,
      `${what}: no level is given`,
      'leave the key out, or name the levels that clients use',
    );
  }
  return [entry.key, [...new Set(levels)]];
}

/** Names as CQL takes them. */
export function requireKeyspace({ key, where }: YamlEntry, what: string, or = ''): void {
  if (isKeyspaceName(key)) return;
  throw new ConfigError(
    where,
    `${what}: "${key}" is no keyspace name`,
    `write ${or}the name of a keyspace: letters, digits and "_", 48 at most`,
  );
}

export function isKeyspaceName(text: string): boolean {
  return /^\w{1,48}$/.test(text);
}

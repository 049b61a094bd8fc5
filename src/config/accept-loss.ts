import { requireKeyspace } from './consistency.ts';
import { entriesOf, textOf } from './fields.ts';
import type { YamlNode } from './yaml-document.ts';

/** Keyspaces that may lose levels while a node is down, each with the reason: `{scratch: rebuilt every night}`. */
export function acceptLossOf(node: YamlNode | undefined): {
  readonly acceptLoss?: Readonly<Record<string, string>>;
} {
  if (!node) return {};
  const reasons = entriesOf(node, 'acceptLoss').map((entry) => {
    requireKeyspace(entry, 'acceptLoss');
    return [entry.key, textOf(entry.value, `acceptLoss.${entry.key}`)] as const;
  });
  return { acceptLoss: Object.fromEntries(reasons) };
}

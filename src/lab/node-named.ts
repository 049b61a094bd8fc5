import { UsageError } from '../model/errors.ts';
import { labNodes, type LabNode, type LabSpec } from './spec.ts';

/** The node that a user calls `node1`, `1` or by its address. Throws UsageError with those there are. */
export function nodeNamed(spec: LabSpec, text: string): LabNode {
  const nodes = labNodes(spec);
  const node = nodes.find(({ name, address }) => [name, name.slice(4), address].includes(text));
  if (node) return node;
  throw new UsageError(
    `the lab has no node \`${text}\``,
    `its nodes: ${nodes.map(({ name }) => name).join(', ')}`,
  );
}

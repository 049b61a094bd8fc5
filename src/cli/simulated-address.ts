import { UsageError } from '../model/errors.ts';
import type { SimulatedLab } from './simulated-lab.ts';

/** Of the node that a user calls `node1`, `1` or by its address. Throws UsageError. */
export function addressOf({ cluster }: SimulatedLab, text: string): string {
  const { nodes } = cluster.state();
  const at = nodes.findIndex(({ address }, index) =>
    [`node${index + 1}`, String(index + 1), address].includes(text),
  );
  const found = nodes[at]?.address;
  if (found !== undefined) return found;
  throw new UsageError(
    `the lab has no node \`${text}\``,
    `its nodes: ${nodes.map((_, index) => `node${index + 1}`).join(', ')}`,
  );
}

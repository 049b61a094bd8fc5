import { posix as path } from 'node:path';
import { inventoryCandidates } from '../config/inventory-candidates.ts';
import { defaultInventory, parseInventory } from '../config/inventory.ts';
import { UsageError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Ports } from '../ports/index.ts';

/** The file named, else ringward.yaml here or above, else the node of this machine. */
export async function loadInventory(file: string | undefined, ports: Ports): Promise<Inventory> {
  if (file !== undefined) {
    const named = path.resolve(ports.cwd, file);
    const text = await ports.files.readText(named);
    if (text === undefined)
      throw new UsageError(`${named}: there is no such inventory`, 'docs/inventory.md shows one');
    return parseInventory(text, named, ports.env);
  }
  for (const candidate of inventoryCandidates(ports.cwd)) {
    const text = await ports.files.readText(candidate);
    if (text !== undefined) return parseInventory(text, candidate, ports.env);
  }
  return defaultInventory();
}

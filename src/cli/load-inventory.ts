import { posix as path } from 'node:path';
import { inventoryCandidates } from '../config/inventory-candidates.ts';
import { defaultInventory, parseInventory } from '../config/inventory.ts';
import { UsageError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import type { WayToAsk } from '../model/seen.ts';
import { mostBytes } from '../model/most-bytes.ts';
import type { Ports } from '../ports/index.ts';

/** Flags that say which inventory, and what goes before it. */
export interface InventoryFlags {
  readonly inventory?: string | undefined;
  readonly via?: WayToAsk | undefined;
}

/** The file named, else ringward.yaml here or above, else the node of this machine. */
export async function loadInventory(
  { inventory: file, via }: InventoryFlags,
  ports: Ports,
): Promise<Inventory> {
  const inventory = (await findInventory(file, ports)) ?? defaultInventory();
  return via === undefined ? inventory : { ...inventory, via };
}

/** For a roll there must be a file: the node of this machine alone is no cluster. */
export async function loadRollInventory(
  { inventory: file, via }: InventoryFlags,
  ports: Ports,
): Promise<Inventory> {
  const inventory = await findInventory(file, ports);
  if (inventory) return via === undefined ? inventory : { ...inventory, via };
  throw new UsageError(
    `there is no ringward.yaml in ${ports.cwd} or any folder above it`,
    'write one (docs/inventory.md shows how), or name it: --inventory FILE',
  );
}

async function findInventory(
  file: string | undefined,
  ports: Ports,
): Promise<Inventory | undefined> {
  if (file !== undefined) {
    const named = path.resolve(ports.cwd, file);
    const text = await ports.files.readText(named, mostBytes.byHand);
    if (text === undefined)
      throw new UsageError(`${named}: there is no such inventory`, 'docs/inventory.md shows one');
    return parseInventory(text, named, ports.env);
  }
  for (const candidate of inventoryCandidates(ports.cwd)) {
    const text = await ports.files.readText(candidate, mostBytes.byHand);
    if (text !== undefined) return parseInventory(text, candidate, ports.env);
  }
  return undefined;
}

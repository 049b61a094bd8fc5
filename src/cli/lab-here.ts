import { parseInventory } from '../config/inventory.ts';
import { isDefaultFolder } from '../lab/lab-paths.ts';
import { inventoryPath, specPath } from '../lab/spec.ts';
import { ConfigError, UsageError } from '../model/errors.ts';
import type { Ports } from '../ports/index.ts';
import { clusterPath } from './simulated-lab.ts';

/**
 * `--dir`, else this folder when it is one of a lab, which is said; without either it is the usual lab. Throws UsageError
 * where a lab was in this folder and is gone.
 */
export async function inLab<F extends { readonly dir?: string }>(
  flags: F,
  ports: Ports,
): Promise<F> {
  const { cwd, env, streams } = ports;
  if (flags.dir !== undefined || isDefaultFolder(cwd, env)) return flags;
  const inventory = await ports.files.readText(inventoryPath(cwd));
  if (inventory === undefined) return flags;
  if (!(await hasCluster(cwd, ports))) {
    if (isOfLab(inventory, cwd)) throw clusterGone(cwd);
    return flags;
  }
  streams.err(`the lab in this folder: ${cwd}\n`);
  return { ...flags, dir: cwd };
}

/** Other programs have a lab.json or cluster.json of their own, but no inventory beside it. */
async function hasCluster(folder: string, { files }: Pick<Ports, 'files'>): Promise<boolean> {
  return (await files.exists(specPath(folder))) || (await files.exists(clusterPath(folder)));
}

/** As `lab up` writes it: of simulated nodes, or of nodes whose homes are in this folder. */
function isOfLab(inventory: string, folder: string): boolean {
  try {
    const { transport, nodes } = parseInventory(inventory, inventoryPath(folder));
    return typeof transport === 'object'
      ? transport.simulated === clusterPath(folder)
      : nodes.every(({ home }) => home?.startsWith(`${folder}/node`));
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

/** The usual lab is elsewhere, and nobody here means it. */
function clusterGone(folder: string): UsageError {
  return new UsageError(
    `the inventory in ${folder} is one of a lab, whose cluster.json or lab.json is gone`,
    `name the lab that is meant: --dir DIR, or remove ${inventoryPath(folder)}`,
  );
}

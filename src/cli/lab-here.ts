import { isDefaultFolder } from '../lab/lab-paths.ts';
import { inventoryPath, specPath } from '../lab/spec.ts';
import type { Ports } from '../ports/index.ts';
import { clusterPath } from './simulated-lab.ts';

/** `--dir`, else this folder when it is one of a lab, which is said; without either it is the usual lab. */
export async function inLab<F extends { readonly dir?: string }>(
  flags: F,
  ports: Ports,
): Promise<F> {
  const { cwd, env, streams } = ports;
  if (flags.dir !== undefined || isDefaultFolder(cwd, env) || !(await isLab(cwd, ports))) {
    return flags;
  }
  streams.err(`the lab in this folder: ${cwd}\n`);
  return { ...flags, dir: cwd };
}

/** Other programs have a lab.json or cluster.json of their own, but no inventory beside it. */
async function isLab(folder: string, { files }: Pick<Ports, 'files'>): Promise<boolean> {
  if (!(await files.exists(inventoryPath(folder)))) return false;
  return (await files.exists(specPath(folder))) || (await files.exists(clusterPath(folder)));
}

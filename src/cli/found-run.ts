import { findRun, runPaths, type RunPaths } from '../execute/run-store.ts';
import { nextCommands, type NextCommands } from '../model/next-command.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Ports } from '../ports/index.ts';
import { loadRollInventory } from './load-inventory.ts';
import { stateDirOf } from './state-dir.ts';
import type { ControlOptions } from './upgrade-options.ts';

export interface FoundRun {
  readonly runId: string;
  readonly stateDir: string;
  readonly paths: RunPaths;
  readonly next: NextCommands;
  readonly inventory: Inventory;
}

/** The run that was named, or the newest of the cluster; the cluster itself is not asked. */
export async function foundRun(options: ControlOptions, ports: Ports): Promise<FoundRun> {
  const inventory = await loadRollInventory(options, ports);
  const { cluster } = inventory;
  const stateDir = stateDirOf(options.stateDir, ports);
  const next = nextCommands(options);
  const runId = await findRun(ports.files, stateDir, cluster, options.run, next);
  return { runId, stateDir, paths: runPaths(stateDir, cluster, runId), next, inventory };
}

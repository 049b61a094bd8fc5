import { requireFree } from '../execute/lock.ts';
import { partWay, type PartWay } from '../execute/part-way.ts';
import { lockPath, newestRun, readRun, runPaths, type RunPaths } from '../execute/run-store.ts';
import { adviceLine, startOf as startAdvice } from '../model/advice.ts';
import { ToolError } from '../model/errors.ts';
import type { Inventory, InventoryNode } from '../model/inventory.ts';
import type { NextCommands } from '../model/next-command.ts';
import { exitCodes } from '../model/outcome.ts';
import { valueOf } from '../model/seen.ts';
import { nodeOf } from '../model/snapshot.ts';
import type { Ports } from '../ports/index.ts';
import { lookOnce } from './look.ts';
import { readPlanOfRun } from './read-plan.ts';

export interface OnlyRun {
  readonly inventory: Inventory;
  readonly stateDir: string;
  readonly next: NextCommands;
  /** The run that is to be taken back: what it left is what the new one begins with. */
  readonly undoes?: string | undefined;
}

/** Before a new run is planned or asked about. Throws LockHeld, or names the run that is to be finished. */
export async function requireNewRun(run: OnlyRun, ports: Ports): Promise<void> {
  await requireNoRoll(run, ports);
  await requireNoneLeft(run, ports);
}

/** Before a cluster is asked: nobody else rolls it. Throws LockHeld. */
export async function requireNoRoll(
  { inventory, stateDir, next }: OnlyRun,
  ports: Ports,
): Promise<void> {
  await requireFree(lockPath(stateDir, inventory.cluster), next.status, ports);
}

/**
 * A new run would be held by the node that the newest one left, and would hide how to go on with it.
 * A node that serves again, by whatever hand, holds nobody.
 */
export async function requireNoneLeft(
  { inventory, stateDir, next, undoes }: OnlyRun,
  ports: Ports,
): Promise<void> {
  const runId = await newestRun(ports.files, stateDir, inventory.cluster);
  if (runId === undefined || runId === undoes) return;
  const paths = runPaths(stateDir, inventory.cluster, runId);
  const left = await leftBy(paths, next, ports);
  const node = inventory.nodes.find(({ address }) => address === left?.address);
  if (!left || !node) return;
  const { mode, letsClientsIn } = await standingOf(node, inventory, ports);
  if (mode === 'NORMAL' && letsClientsIn) {
    ports.streams.err(
      `run ${runId} was not finished (${left.text} by its journal); the node serves, so a new run may begin\n`,
    );
    return;
  }
  const closed = mode === 'NORMAL' ? ', but is not seen to let clients in,' : '';
  throw new ToolError(
    `${left.text} since run ${runId}, and is ${mode ?? 'not answering'}${closed} now; no other run was begun`,
    exitCodes.partWay,
    `finish that run: ${next.resume(runId)}; if it cannot be finished, bring the node back as it is: ${startOf(node)}; then another may begin`,
  );
}

/** A run that cannot be read cannot be resumed either: the gates of the new one judge what it left. */
async function leftBy(
  paths: RunPaths,
  next: NextCommands,
  ports: Ports,
): Promise<PartWay | undefined> {
  try {
    const plan = await readPlanOfRun(paths, ports);
    const { progress } = await readRun(ports.files, paths, { plan, next });
    return partWay(plan, progress);
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}

function startOf(node: InventoryNode): string {
  return adviceLine(startAdvice(node.address), () => node).text;
}

/** A node that was closed to clients is NORMAL all the same. */
async function standingOf(
  node: InventoryNode,
  inventory: Inventory,
  ports: Ports,
): Promise<{ readonly mode: string | undefined; readonly letsClientsIn: boolean }> {
  const snapshot = await lookOnce([node], ['netstats', 'info'], inventory, ports);
  const { netstats, info } = nodeOf(snapshot, node.address)?.sources ?? {};
  return {
    mode: valueOf(netstats)?.mode,
    letsClientsIn: valueOf(info)?.nativeTransportActive === true,
  };
}

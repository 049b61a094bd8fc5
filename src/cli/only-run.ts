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
  const nodes = inventory.nodes.filter(({ address }) => left?.addresses.includes(address));
  if (!left || nodes.length === 0) return;
  const stands = await standingsOf(nodes, inventory, ports);
  const away = stands.filter(({ serves }) => !serves);
  if (away.length === 0) {
    const who = nodes.length === 1 ? 'the node serves' : 'the nodes serve';
    ports.streams.err(
      `run ${runId} was not finished (${left.text} by its journal); ${who}, so a new run may begin\n`,
    );
    return;
  }
  const isOne = left.addresses.length === 1;
  const now = away.map(({ node, how }) => (isOne ? how : `${node.address} ${how}`)).join(', ');
  const which = isOne ? 'the node' : 'each node';
  const start = away.map(({ node }) => startOf(node)).join(', ');
  throw new ToolError(
    `${left.text} since run ${runId}, and ${now} now; no other run was begun`,
    exitCodes.partWay,
    `finish that run: ${next.resume(runId)}; if it cannot be finished, bring ${which} back as it is: ${start}; then another may begin`,
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

interface NowStanding {
  readonly node: InventoryNode;
  readonly serves: boolean;
  /** `is DRAINED` */
  readonly how: string;
}

/** A node that was closed to clients is NORMAL all the same. */
async function standingsOf(
  nodes: readonly InventoryNode[],
  inventory: Inventory,
  ports: Ports,
): Promise<readonly NowStanding[]> {
  const snapshot = await lookOnce(nodes, ['netstats', 'info'], inventory, ports);
  return nodes.map((node) => {
    const { netstats, info } = nodeOf(snapshot, node.address)?.sources ?? {};
    const mode = valueOf(netstats)?.mode;
    const letsClientsIn = valueOf(info)?.nativeTransportActive === true;
    const closed = mode === 'NORMAL' ? ', but is not seen to let clients in,' : '';
    const how = `is ${mode ?? 'not answering'}${closed}`;
    return { node, serves: mode === 'NORMAL' && letsClientsIn, how };
  });
}

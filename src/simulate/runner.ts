import { byAddress } from '../model/by-address.ts';
import type { Instant } from '../model/instant.ts';
import type { FreezeCommands } from '../model/freeze.ts';
import type { InventoryNode } from '../model/inventory.ts';
import type { CommandResult, Runner, RunRequest } from '../ports/runner.ts';
import type { Acted } from './act.ts';
import type { SimulatedCluster } from './cluster.ts';
import { understand, type CommandKind, type Understood } from './commands.ts';
import { resultOfNothing } from './does-nothing.ts';
import type { FaultOf } from './fault.ts';
import { faultsOf, isOn, struck } from './node-faults.ts';
import { perform } from './perform.ts';
import type { Answer } from './say/answer.ts';
import type { ClusterState } from './state.ts';

/**
 * The commands of the inventory, run on a simulated cluster. Which command means what is told by the
 * inventory itself, so the operator's own commands are understood.
 */
export function simulatedRunner(
  cluster: SimulatedCluster,
  inventory: readonly InventoryNode[],
  freeze?: FreezeCommands,
): Runner {
  return {
    async run(request) {
      if (request.signal?.aborted) return { kind: 'cancelled' };
      await cluster.refresh();
      if (request.node === undefined) return await runHere(cluster, request.argv, freeze);
      const node = byAddress(inventory).get(request.node);
      if (!node || !cluster.node(node.address))
        return { kind: 'unreachable', reason: 'no such host' };
      return await runOn(cluster, node, request);
    },
  };
}

async function runOn(
  cluster: SimulatedCluster,
  node: InventoryNode,
  request: RunRequest,
): Promise<CommandResult> {
  const startedAt = cluster.clock.now();
  const command = understand(node, request.argv);
  const fault = await strike(cluster, node.address, command.kind);
  if (fault?.kind === 'does-nothing') {
    return await resultOfNothing(fault.how, request, cluster.clock);
  }
  if (fault) {
    // It goes on there, and nobody waits for its end.
    void withinLimits(cluster, node.address, command, { ...request, signal: undefined });
    await cluster.clock.sleep(untilLostMs);
    return { kind: 'unreachable', reason: 'Connection closed by remote host' };
  }
  const done = await withinLimits(cluster, node.address, command, request);
  if ('kind' in done) return done;
  return { kind: 'exited', ...done, durationMs: cluster.clock.now() - startedAt };
}

/** Of the whole cluster there is one thing to be told: that it is frozen, or no more. */
async function runHere(
  cluster: SimulatedCluster,
  argv: readonly string[],
  freeze: FreezeCommands | undefined,
): Promise<CommandResult> {
  const given = JSON.stringify(argv);
  const command = (['freeze', 'unfreeze'] as const).find(
    (name) => JSON.stringify(freeze?.[name]) === given,
  );
  if (!command) return { kind: 'unreachable', reason: 'a simulated cluster knows no such command' };
  const isFrozen = command === 'freeze';
  await cluster.update((state) => ({ state: { ...state, isFrozen } }));
  return { kind: 'exited', code: 0, stdout: '', stderr: '', durationMs: 0 };
}

const untilLostMs = 500;

type CommandFault = FaultOf<'does-nothing' | 'connection-lost'>;

/** The fault that strikes this command; it has struck once more then. */
async function strike(
  cluster: SimulatedCluster,
  address: string,
  command: CommandKind,
): Promise<CommandFault | undefined> {
  const find = (state: ClusterState, now: Instant) =>
    [...faultsOf(state, 'does-nothing'), ...faultsOf(state, 'connection-lost')].find(
      (fault) => fault.node === address && fault.command === command && isOn(fault, now),
    );
  const fault = find(cluster.state(), cluster.clock.now());
  if (!fault) return undefined;
  await cluster.update((state, now) => ({ state: struck(state, find(state, now) ?? {}) }));
  return fault;
}

interface Waiting {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What a command does is done even when nobody waits for its end any more. Charged to the limit is what
 * the node takes, not what a file takes in which the cluster lives: at a pace that would be minutes.
 */
async function withinLimits(
  cluster: SimulatedCluster,
  address: string,
  command: Understood,
  { timeoutMs, signal }: Waiting,
): Promise<Answer | CommandResult> {
  const { clock } = cluster;
  let leftMs = timeoutMs;
  const performance = perform(cluster, address, command);
  let acted: Acted | undefined;
  for (;;) {
    await cluster.refresh();
    const stage = performance.next(acted).value;
    if (!stage) return { kind: 'unreachable', reason: 'the command gave no answer' };
    if ('answer' in stage) return stage.answer;
    if ('act' in stage) {
      acted = await cluster.update(stage.act);
      continue;
    }
    const waitMs = Math.max(0, (stage.until ?? Number.POSITIVE_INFINITY) - clock.now());
    try {
      await clock.sleep(Math.min(waitMs, leftMs), signal);
    } catch {
      return { kind: 'cancelled' };
    }
    if (waitMs > leftMs) {
      return { kind: 'timed-out', afterMs: timeoutMs, stdout: '', stderr: '' };
    }
    leftMs -= waitMs;
  }
}

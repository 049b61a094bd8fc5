import type { InventoryNode } from '../model/inventory.ts';
import type { CommandResult, Runner } from '../ports/runner.ts';
import type { SimulatedCluster } from './cluster.ts';
import { understand, type Understood } from './commands.ts';
import { faultOn, struck } from './node-faults.ts';
import { perform } from './perform.ts';
import type { Answer } from './say/answer.ts';

/**
 * The commands of the inventory, run on a simulated cluster. Which command means what is told by the
 * inventory itself, so the operator's own commands are understood.
 */
export function simulatedRunner(
  cluster: SimulatedCluster,
  inventory: readonly InventoryNode[],
): Runner {
  return {
    async run(request) {
      const startedAt = cluster.clock.now();
      if (request.signal?.aborted) return { kind: 'cancelled' };
      const node = inventory.find(({ address }) => address === request.node);
      if (!node || !cluster.node(node.address))
        return { kind: 'unreachable', reason: 'no such host' };
      const command = understand(node, request.argv);
      if (losesConnection(cluster, node.address, command)) {
        // It goes on there, and nobody waits for its end.
        void withinLimits(cluster, node.address, command, { ...request, signal: undefined });
        await cluster.clock.sleep(untilLostMs);
        return { kind: 'unreachable', reason: 'Connection closed by remote host' };
      }
      const done = await withinLimits(cluster, node.address, command, request);
      if ('kind' in done) return done;
      return { kind: 'exited', ...done, durationMs: cluster.clock.now() - startedAt };
    },
  };
}

const untilLostMs = 500;

/** True when the way to the node breaks with this command; what was begun goes on there. */
function losesConnection(
  cluster: SimulatedCluster,
  address: string,
  { kind }: Understood,
): boolean {
  const state = cluster.state();
  const fault = faultOn(state, 'connection-lost', address, cluster.clock.now());
  if (fault?.command !== kind) return false;
  cluster.change(struck(state, fault));
  return true;
}

/** What a command does is done even when nobody waits for its end any more. */
async function withinLimits(
  cluster: SimulatedCluster,
  address: string,
  command: Understood,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<Answer | CommandResult> {
  const deadline = cluster.clock.now() + timeoutMs;
  for (const stage of perform(cluster, address, command)) {
    if ('answer' in stage) return stage.answer;
    const endsAt = stage.until ?? Number.POSITIVE_INFINITY;
    try {
      await cluster.clock.sleep(Math.min(endsAt, deadline) - cluster.clock.now(), signal);
    } catch {
      return { kind: 'cancelled' };
    }
    if (endsAt > deadline) {
      return { kind: 'timed-out', afterMs: timeoutMs, stdout: '', stderr: '' };
    }
  }
  return { kind: 'unreachable', reason: 'the command gave no answer' };
}

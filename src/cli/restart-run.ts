import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { planText } from '../report/roll-tty.ts';
import { clusterPorts } from './cluster-ports.ts';
import { confirm, requireSomebody } from './confirm.ts';
import { loadRollInventory } from './load-inventory.ts';
import { loadPlaybook } from './load-playbook.ts';
import { makePlan } from './make-plan.ts';
import type { RestartOptions } from './roll-options.ts';
import { roll } from './roll.ts';
import { stateDirOf } from './state-dir.ts';

/** Plan and run of the shipped rolling-restart playbook in one. */
export async function runRestart(options: RestartOptions, given: Ports): Promise<ExitCode> {
  const inventory = await loadRollInventory(options.inventory, given);
  const ports = await clusterPorts(inventory, given);
  const playbook = await loadPlaybook('rolling-restart', inventory.limits, ports);
  requireSomebody(options.yes ?? false, ports);
  const plan = await makePlan({ inventory, playbook, cures: options.cures }, ports);
  ports.streams.err(planText(plan));
  if (!(await confirm(`Restart ${plan.nodes.length} nodes?`, options.yes ?? false, ports)))
    return exitCodes.ok;
  const stateDir = stateDirOf(options.stateDir, ports);
  await roll(
    { runId: ports.ids.newRunId(), plan, inventory, stateDir, format: options.format },
    ports,
  );
  return exitCodes.ok;
}

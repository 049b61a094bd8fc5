import { nextCommands, restartPlaybook } from '../model/next-command.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import { rolledOf } from '../model/plan.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Ports } from '../ports/index.ts';
import { acceptancesOf } from './acceptances.ts';
import { clusterPorts } from './cluster-ports.ts';
import { requireSomebody } from './confirm.ts';
import { loadRollInventory } from './load-inventory.ts';
import { loadPlaybook } from './load-playbook.ts';
import { makePlan } from './make-plan.ts';
import { beginRun } from './new-run.ts';
import { requireNewRun } from './only-run.ts';
import type { RestartOptions } from './roll-options.ts';
import { stateDirOf } from './state-dir.ts';

/** Plan and run of the shipped rolling-restart playbook in one. */
export async function runRestart(options: RestartOptions, given: Ports): Promise<ExitCode> {
  const accepted = acceptancesOf(options);
  const inventory = await loadRollInventory(options, given);
  const ports = await clusterPorts(inventory, given);
  const stateDir = stateDirOf(options.stateDir, ports);
  const next = nextCommands(options);
  requireSomebody(options.yes ?? false, ports);
  await requireNewRun({ inventory, stateDir, next }, ports);
  const shipped = await loadPlaybook(restartPlaybook, inventory.limits, ports);
  const playbook = curesStalls(options) ? withoutDrainInTheWay(shipped) : shipped;
  const { cures, only, allowDown, margin, parallel } = options;
  const plan = await makePlan(
    { inventory, playbook, cures, only, accepted, allowDown, margin, parallel },
    ports,
  );
  const question = `Restart ${rolledOf(plan.nodes).length} nodes?`;
  await beginRun({ plan, question, inventory, stateDir, next }, options, ports);
  return exitCodes.ok;
}

function curesStalls({ cures = [] }: RestartOptions): boolean {
  return cures.includes('stalled-compaction');
}

/** A drain waits for ever for a compaction that stands still (seen on 4.1 and 5.0): stopped at its limit. */
function withoutDrainInTheWay(playbook: Playbook): Playbook {
  const steps = playbook.steps.map((step) =>
    step.kind === 'drain'
      ? { ...step, params: { ...step.params, onTimeout: 'stop' as const } }
      : step,
  );
  return { ...playbook, steps };
}

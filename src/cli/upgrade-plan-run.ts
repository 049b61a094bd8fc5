import { posix as path } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { nextCommand } from '../model/next-command.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import { planFileText } from '../plan/plan-file.ts';
import type { Ports } from '../ports/index.ts';
import { planText } from '../report/roll-tty.ts';
import { clusterPorts } from './cluster-ports.ts';
import { loadRollInventory } from './load-inventory.ts';
import { loadPlaybook } from './load-playbook.ts';
import { makePlan } from './make-plan.ts';
import type { PlanOptions } from './upgrade-options.ts';

/** Reads the cluster, writes the plan file. Exit 3 when preflight refuses. */
export async function runPlan(options: PlanOptions, given: Ports): Promise<ExitCode> {
  const inventory = await loadRollInventory(options.inventory, given);
  const ports = await clusterPorts(inventory, given);
  const playbook = await loadPlaybook(options.playbook, inventory.limits, ports);
  if (playbook.to !== undefined && options.to === undefined) {
    throw new UsageError(
      `playbook ${playbook.name} goes to ${playbook.to}: --to is missing`,
      'name the release, for instance: --to 5.0.8',
    );
  }
  const plan = await makePlan(
    {
      inventory,
      playbook,
      ...(options.to === undefined ? {} : { toVersion: options.to }),
      cures: options.cures,
    },
    ports,
  );
  const file = path.resolve(ports.cwd, options.out);
  await ports.files.writeText(file, planFileText(plan));
  const isJson = options.format === 'json';
  ports.streams.out(isJson ? planFileText(plan) : planText(plan));
  const next = nextCommand(['upgrade', 'run', options.out], options);
  ports.streams.err(`plan written to ${file}\nnext: ${next}\n`);
  return exitCodes.ok;
}

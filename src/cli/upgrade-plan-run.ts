import { UsageError } from '../model/errors.ts';
import { sameLine } from '../model/playbook.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { acceptancesOf } from './acceptances.ts';
import { clusterPorts } from './cluster-ports.ts';
import { loadRollInventory } from './load-inventory.ts';
import { loadPlaybook } from './load-playbook.ts';
import { planRequest } from './make-plan.ts';
import { diffText, planOrWhy, toldWhy } from './plan-or-why.ts';
import { leavePlan, requireReplaceable } from './plan-target.ts';
import type { PlanOptions } from './upgrade-options.ts';

/** Reads the cluster, writes the plan file. Exit 3 when preflight refuses, 5 when it cannot tell. */
export async function runPlan(options: PlanOptions, given: Ports): Promise<ExitCode> {
  const accepted = acceptancesOf(options);
  refuseOtherDiff(options);
  const inventory = await loadRollInventory(options, given);
  const ports = await clusterPorts(inventory, given);
  const playbook = await loadPlaybook(options.playbook, inventory.limits, ports);
  if (playbook.to !== undefined && options.to === undefined) {
    throw new UsageError(
      playbook.to === sameLine
        ? `playbook ${playbook.name} goes to another release of the line: --to is missing`
        : `playbook ${playbook.name} goes to ${playbook.to}: --to is missing`,
      'name the release, for instance: --to 5.0.8',
    );
  }
  const isReplaced = await requireReplaceable(options, ports);
  const request = await planRequest(
    {
      inventory,
      playbook,
      ...(options.to === undefined ? {} : { toVersion: options.to }),
      cures: options.cures,
      only: options.only,
      parallel: options.parallel,
      accepted,
      allowDown: options.allowDown,
      margin: options.margin,
    },
    ports,
  ).catch((error: unknown) => {
    throw toldWhy(error, options, ports);
  });
  const plan = planOrWhy(request, options, ports);
  const more = diffText(request, options);
  await leavePlan(plan, { ...options, isReplaced, more }, ports);
  return exitCodes.ok;
}

function refuseOtherDiff({ yamlDiff = false, format }: PlanOptions): void {
  if (!yamlDiff || format === 'tty') return;
  throw new UsageError(
    `--yaml-diff is text for a terminal, and --format ${format} was asked for`,
    'leave one out',
  );
}

import { requireNewest } from '../execute/end-undone.ts';
import { requireFree } from '../execute/lock.ts';
import { lockPath, readRun } from '../execute/run-store.ts';
import { takenBackOf } from '../execute/taken-back.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import { planWayBack } from '../plan/way-back.ts';
import type { Ports } from '../ports/index.ts';
import { clusterPorts } from './cluster-ports.ts';
import { foundRun } from './found-run.ts';
import { loadRollInventory } from './load-inventory.ts';
import { NoPlan } from './no-plan.ts';
import { toldWhy } from './plan-or-why.ts';
import { leavePlan, requireReplaceable } from './plan-target.ts';
import { readPlanOfRun } from './read-plan.ts';
import type { RollbackOptions } from './upgrade-options.ts';

/**
 * Writes the plan that takes a run back, from what its journal says; the cluster is asked when it is carried out. Exit
 * codes: 0, 2, 3 (there is no way back), 6 (the run goes on).
 */
export async function runRollback(options: RollbackOptions, ports: Ports): Promise<ExitCode> {
  const inventory = await loadRollInventory(options, ports);
  const { runId, stateDir, paths, next } = await foundRun(options, ports);
  await requireFree(lockPath(stateDir, inventory.cluster), next.status, ports);
  const isReplaced = await requireReplaceable(options, ports);
  await requireNewest({ cluster: inventory.cluster, runId, stateDir, ports });
  const plan = await readPlanOfRun(paths, ports);
  const { events, progress } = await readRun(ports.files, paths, { plan, next });
  const result = planWayBack({
    ...{ runId, plan, inventory, next, records: events.length, all: options.all ?? false },
    taken: takenBackOf(plan, progress),
    ended: progress.ended,
    // The clock by which its age is told when it is carried out.
    at: (await clusterPorts(inventory, ports)).clock.now(),
  });
  if (result.kind === 'problems') throw toldWhy(new NoPlan(result.problems), options, ports);
  await leavePlan(result.plan, { ...options, isReplaced }, ports);
  return exitCodes.ok;
}

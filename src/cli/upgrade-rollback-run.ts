import { requireNewest } from '../execute/end-undone.ts';
import { requireFree } from '../execute/lock.ts';
import { lockPath, readRun, runPaths } from '../execute/run-store.ts';
import { releasesLeft, takenBackOf } from '../execute/taken-back.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import { ownReleases, releaseSources } from '../plan/as-left.ts';
import { planWayBack } from '../plan/way-back.ts';
import type { Ports } from '../ports/index.ts';
import { clusterPorts } from './cluster-ports.ts';
import { foundRun } from './found-run.ts';
import { lookOnce } from './look.ts';
import { NoPlan } from './no-plan.ts';
import { toldWhy } from './plan-or-why.ts';
import { leavePlan, requireReplaceable } from './plan-target.ts';
import { readPlanOfRun } from './read-plan.ts';
import type { RollbackOptions } from './upgrade-options.ts';

/**
 * Writes the plan that takes a run back, from what its journal says, where the nodes that answer are as that run left
 * them. Exit codes: 0, 2, 3 (there is no way back, or they are not), 6 (the run goes on).
 */
export async function runRollback(options: RollbackOptions, given: Ports): Promise<ExitCode> {
  const { inventory, runId, stateDir, paths, next } = await foundRun(options, given);
  const ports = await clusterPorts(inventory, given);
  await requireFree(lockPath(stateDir, inventory.cluster), next.status, ports);
  const isReplaced = await requireReplaceable(options, ports);
  const undoing = await requireNewest({ cluster: inventory.cluster, runId, stateDir, ports });
  const plan = await readPlanOfRun(paths, ports);
  const { events, progress } = await readRun(ports.files, paths, { plan, next });
  const undone = await Promise.all(
    undoing.map((later) => readPlanOfRun(runPaths(stateDir, inventory.cluster, later), ports)),
  );
  const result = planWayBack({
    ...{ runId, plan, inventory, next, records: events.length, all: options.all ?? false },
    taken: takenBackOf(plan, progress),
    ended: progress.ended,
    standings: {
      left: releasesLeft(plan, progress, undone),
      now: ownReleases(await lookOnce(inventory.nodes, releaseSources, inventory, ports)),
    },
    // The clock by which its age is told when it is carried out.
    at: ports.clock.now(),
  });
  if (result.kind === 'problems') throw toldWhy(new NoPlan(result.problems), options, ports);
  await leavePlan(result.plan, { ...options, isReplaced }, ports);
  return exitCodes.ok;
}

import { beginAnew, findRun, readRun, runPaths } from '../execute/run-store.ts';
import { cutOffIn, leavesToTakeBack } from '../execute/taken-back.ts';
import { UsageError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import { nextCommands } from '../model/next-command.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import { rolledOf, type Plan } from '../model/plan.ts';
import { beginProblems } from '../plan/begin-problem.ts';
import { levelChanges } from '../plan/declared-levels.ts';
import type { Ports } from '../ports/index.ts';
import { clusterPorts } from './cluster-ports.ts';
import { requireApprovable } from './approve-steps.ts';
import { requireSomebody } from './confirm.ts';
import { loadRollInventory } from './load-inventory.ts';
import { beginRun } from './new-run.ts';
import { requireNewRun, requireNoRoll } from './only-run.ts';
import { readPlanFor, readPlanOfRun } from './read-plan.ts';
import { roll } from './roll.ts';
import { stateDirOf } from './state-dir.ts';
import type { ResumeOptions, RunOptions } from './upgrade-options.ts';

/** Carries out a plan file. Exit codes: 0, 2, 3, 4, 6, 130. */
export async function runUpgrade(options: RunOptions, given: Ports): Promise<ExitCode> {
  const inventory = await loadRollInventory(options, given);
  const ports = await clusterPorts(inventory, given);
  const plan = await readPlanFor(inventory, options.plan, ports);
  const next = nextCommands(options);
  const [problem, ...more] = beginProblems(plan, inventory, ports.clock.now());
  if (problem !== undefined) {
    throw new UsageError([problem, ...more].join('; '), `make it anew: ${next.plan(plan)}`);
  }
  requireSomebody(options.yes ?? false, ports);
  requireApprovable(plan, options.approve ?? [], ports);
  const stateDir = stateDirOf(options.stateDir, ports);
  await requireNewRun({ inventory, stateDir, next, undoes: plan.undoes?.runId }, ports);
  const question = `Roll ${rolledOf(plan.nodes).length} nodes?`;
  await beginRun({ plan, question, inventory, stateDir, next }, options, ports);
  return exitCodes.ok;
}

/** Goes on where the journal ends, after asking the cluster. */
export async function resumeUpgrade(options: ResumeOptions, given: Ports): Promise<ExitCode> {
  const inventory = await loadRollInventory(options, given);
  const ports = await clusterPorts(inventory, given);
  const stateDir = stateDirOf(options.stateDir, ports);
  const next = nextCommands(options);
  await requireNoRoll({ inventory, stateDir, next }, ports);
  const runId = await findRun(ports.files, stateDir, inventory.cluster, options.run, next);
  const paths = runPaths(stateDir, inventory.cluster, runId);
  const plan = await readPlanOfRun(paths, ports);
  const history = await readRun(ports.files, paths, { plan, next });
  const anew = beginAnew(paths, { plan, next });
  if (history.events.length === 0) {
    throw new UsageError(`${paths.journal}: the journal holds no record`, anew);
  }
  if (history.progress.planDigest !== plan.digest) {
    throw new UsageError(`${paths.plan} is not the plan that run ${runId} was started with`, anew);
  }
  if (history.progress.ended === 'complete') {
    ports.streams.err(`run ${runId} is complete already; nothing to do\n`);
    return exitCodes.ok;
  }
  if (history.progress.ended === 'aborted') {
    throw new UsageError(`run ${runId} was aborted`, `make a new plan: ${next.plan(plan)}`);
  }
  const { format, junit, takeOverLock, settle: isSettling } = options;
  if (isSettling && cutOffIn(plan, history.progress).length === 0) {
    const back = leavesToTakeBack(plan, history.progress)
      ? `; or take it back: ${next.rollback(runId)}`
      : '';
    throw new UsageError(
      `run ${runId} left no step of which it is not known how it ended`,
      `go on with: ${next.resume(runId)}${back}`,
    );
  }
  tellOtherLevels(plan, inventory, ports);
  const how = { format, junit, takeOverLock, isSettling };
  await roll({ runId, plan, inventory, stateDir, next, ...how, history }, ports);
  return exitCodes.ok;
}

function tellOtherLevels(plan: Plan, { consistency }: Inventory, { streams }: Ports): void {
  const changes = levelChanges(plan, consistency);
  if (changes.length === 0) return;
  streams.err(`${changes.join('; ')}: a run that was begun goes on by its plan\n`);
}

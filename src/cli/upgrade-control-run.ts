import { nearestHint } from '../model/nearest-key.ts';
import { readControl, writeControl } from '../execute/control.ts';
import { addingTo } from '../execute/journal.ts';
import { freezeMs, runFreezeCommand } from '../execute/freeze.ts';
import { takeLock } from '../execute/lock.ts';
import { partWay } from '../execute/part-way.ts';
import { lockPath, readRun, type RunHistory } from '../execute/run-store.ts';
import type { EventBody } from '../execute/roll.ts';
import { GateRefused, ToolError, UsageError } from '../model/errors.ts';
import { leftFrozenText } from '../model/freeze.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { approvalsOf } from '../plan/approvals.ts';
import type { Ports } from '../ports/index.ts';
import type { RollReport } from '../report/roll-report.ts';
import { clusterPorts } from './cluster-ports.ts';
import { foundRun, type FoundRun } from './found-run.ts';
import { readPlanOfRun } from './read-plan.ts';
import { isOver, rollStanding } from './roll-standing.ts';
import type { ApproveOptions, ControlOptions } from './upgrade-options.ts';

/** Exit codes: 0, 2. */
export async function runPause(options: ControlOptions, ports: Ports): Promise<ExitCode> {
  const run = await findControlled(options, ports);
  const { runId, paths, next, how } = run;
  if (how !== 'running')
    throw new UsageError(`run ${runId} does not go on (${how})`, afterwards(run));
  const { asked, approved } = await readControl(ports.files, paths);
  if (asked === 'abort') {
    throw new UsageError(`run ${runId} was asked to end for good`, `follow it: ${next.status}`);
  }
  await writeControl(ports.files, paths, { asked: 'pause', approved });
  ports.streams.out(`run ${runId} will pause before it begins the next node\n`);
  ports.streams.err(`follow it: ${next.status}; then go on: ${next.resume(runId)}\n`);
  return exitCodes.ok;
}

/** Exit codes: 0, 2. */
export async function runApprove(options: ApproveOptions, ports: Ports): Promise<ExitCode> {
  const { point } = options;
  const run = await findControlled(options, ports);
  const { runId, paths, plan, next, how } = run;
  const known = approvalsOf(plan.nodes);
  if (!known.includes(point)) {
    const hint = known.length === 0 ? 'its plan asks for no approval' : nearestHint(point, known);
    throw new UsageError(`run ${runId} has no point "${point}" to approve`, hint);
  }
  if (isOver(how)) throw new UsageError(`run ${runId} is ${how}`, afterwards(run));
  const { approved, ...asked } = await readControl(ports.files, paths);
  await writeControl(ports.files, paths, {
    ...asked,
    approved: [...new Set([...approved, point])],
  });
  ports.streams.out(`${point} of run ${runId} is approved\n`);
  if (how !== 'running') ports.streams.err(`go on with: ${next.resume(runId)}\n`);
  return exitCodes.ok;
}

/**
 * A run that goes on is asked to end; of one that does not what it left frozen is lifted and its journal closed.
 * Exit codes: 0, 2, 3, 4, 6.
 */
export async function runAbort(options: ControlOptions, ports: Ports): Promise<ExitCode> {
  const run = await findControlled(options, ports);
  const { runId, paths, plan, next, how, history } = run;
  if (isOver(how)) throw new UsageError(`run ${runId} is ${how} already`, afterwards(run));
  if (how === 'running') {
    const { approved } = await readControl(ports.files, paths);
    await writeControl(ports.files, paths, { asked: 'abort', approved });
    ports.streams.out(`run ${runId} will end before it begins the next node\n`);
    ports.streams.err(`follow it: ${next.status}\n`);
    return exitCodes.ok;
  }
  const left = partWay(plan, history.progress);
  if (left) {
    throw new ToolError(
      `run ${runId} cannot be ended: ${left.text}`,
      exitCodes.partWay,
      `bring it back with ${next.resume(runId)}; it may be aborted while it goes on`,
    );
  }
  await endRun(run, ports);
  ports.streams.out(`run ${runId} is aborted; no node is part-way\n`);
  return exitCodes.ok;
}

async function endRun(run: Controlled, ports: Ports): Promise<void> {
  const { runId, paths, next, stateDir, plan, inventory } = run;
  // Its journal goes by the clock that the nodes have.
  const { clock } = await clusterPorts(inventory, ports);
  const holder = { runId, now: ports.machineClock.now(), statusCommand: next.status };
  const lock = await takeLock(lockPath(stateDir, plan.cluster), holder, ports);
  try {
    await addingTo(ports.files, paths.journal, async (add) => {
      const emit = (body: EventBody) => add({ at: clock.now(), ...body });
      await liftLeft(run, emit, ports);
      const reason = 'aborted while nobody carried it on';
      await emit({ type: 'run-ended', how: 'aborted', reason });
    });
  } finally {
    await lock.release();
  }
}

/** Throws GateRefused: the run is not ended then. */
async function liftLeft(
  { runId, plan: { freeze }, history, inventory, next }: Controlled,
  emit: (body: EventBody) => Promise<void>,
  given: Ports,
): Promise<void> {
  if (!freeze || !history.progress.isFrozen) return;
  const { runner } = await clusterPorts(inventory, given);
  const runHere = (argv: readonly string[]) => runner.run({ argv, timeoutMs: freezeMs });
  const failed = await runFreezeCommand({ emit, runHere }, freeze, 'unfreeze');
  if (!failed) return;
  throw new GateRefused(
    `run ${runId} is not ended: unfreeze: ${failed.why}; ${leftFrozenText(freeze)}`,
    `mend the cause, then: ${next.abort(runId)}`,
    failed,
  );
}

interface Controlled extends FoundRun {
  readonly plan: Plan;
  readonly history: RunHistory;
  readonly how: RollReport['how'];
}

async function findControlled(options: ControlOptions, ports: Ports): Promise<Controlled> {
  const found = await foundRun(options, ports);
  const { stateDir, paths, next } = found;
  const plan = await readPlanOfRun(paths, ports);
  const history = await readRun(ports.files, paths, { plan, next });
  const { how } = await rollStanding(plan, history, stateDir, ports);
  return { ...found, plan, history, how };
}

function afterwards({ how, next, runId, plan, history }: Controlled): string {
  const isForGood = isOver(how) || history.progress.newPlan === 'needed';
  return isForGood ? `make a new plan: ${next.plan(plan)}` : `go on with: ${next.resume(runId)}`;
}

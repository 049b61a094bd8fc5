import { GateRefused } from '../model/errors.ts';
import type { HowEnded, Progress } from '../model/event.ts';
import { leftFrozenText, type FreezeCommands } from '../model/freeze.ts';
import { rolledOf, type PlannedNode } from '../model/plan.ts';
import type { CommandResult } from '../ports/runner.ts';
import { describeResult, tailOf } from '../steps/process-state.ts';
import { partWay } from './part-way.ts';
import { resumeOf, type Ended } from './roll-ends.ts';
import type { EventBody, Run } from './roll.ts';

/** Of one of the two commands. */
export const freezeMs = 60_000;

export interface FreezeMeans {
  emit(event: EventBody): Promise<void>;
  /** Runs a command on this machine. */
  runHere(argv: readonly string[]): Promise<CommandResult>;
}

/** Why a command is not known to have done what it is to do; the last lines it printed are shown, never kept. */
interface NotDone {
  readonly why: string;
  readonly tail: string;
}

/** Journalled before and after, so that what a crash cut off is done again. */
export async function runFreezeCommand(
  means: FreezeMeans,
  commands: FreezeCommands,
  command: keyof FreezeCommands,
): Promise<NotDone | undefined> {
  await means.emit({ type: 'freeze-started', command });
  const argv = commands[command];
  const result = await means.runHere(argv);
  const isDone = result.kind === 'exited' && result.code === 0;
  const failure = isDone ? undefined : describeResult(argv, result);
  await means.emit({
    ...{ type: 'freeze-ended', command },
    ...(failure === undefined ? {} : { failure }),
  });
  return failure === undefined ? undefined : { why: failure, tail: tailOf(result) };
}

/**
 * Freezes before the first node that is to be stopped: without that none is begun. Once for each part of a run, for
 * whether it still holds cannot be asked. A node that is part-way is brought back first, and nothing keeps a run
 * from putting back what another left.
 */
export function freezer(run: Run): (nodes: readonly PlannedNode[]) => Promise<void> {
  const { freeze, undoes } = run.plan;
  let isFrozen = false;
  return async (nodes) => {
    const isStopped =
      undoes !== undefined || nodes.some(({ steps }) => steps.some(({ kind }) => kind === 'stop'));
    if (!freeze || isFrozen || !isStopped || partWay(run.plan, run.progress())) return;
    isFrozen = true;
    const failed = await runFreezeCommand(run, freeze, 'freeze');
    if (!failed || undoes) return;
    throw new GateRefused(
      `freeze: ${failed.why}; no node is part-way`,
      `mend the cause, then: ${resumeOf(run)}`,
      failed,
    );
  };
}

/** When the run is over: one that is not lifted can be resumed, to lift it. */
export async function liftFreeze(run: Run): Promise<void> {
  const { freeze } = run.plan;
  if (!freeze || !run.progress().isFrozen) return;
  const failed = await runFreezeCommand(run, freeze, 'unfreeze');
  if (!failed) return;
  const { done } = run.progress();
  throw new GateRefused(
    `unfreeze: ${failed.why}; ${done.length} of ${rolledOf(run.plan.nodes).length} nodes are done, none is part-way; ${leftFrozenText(freeze)}`,
    `mend the cause, then: ${run.next.resume(run.runId)}`,
    failed,
  );
}

/** What no run will go on under is lifted; that it is not is then what the operator must know. */
export async function lifted(run: Run, end: Ended): Promise<Ended> {
  if (!isLiftedAtEnd(end.how, run.progress())) return end;
  try {
    await liftFreeze(run);
    return end;
  } catch (error) {
    if (!(error instanceof GateRefused)) return end;
    const { message, hint } = error;
    return {
      how: 'refused',
      error: new GateRefused(`${end.error.message}; ${message}`, hint, error),
    };
  }
}

/** A run that has begun a node and goes on later keeps what stands still; any other has no more use for it. */
function isLiftedAtEnd(how: HowEnded, { newest }: Pick<Progress, 'newest'>): boolean {
  return how === 'complete' || how === 'aborted' || newest === undefined;
}

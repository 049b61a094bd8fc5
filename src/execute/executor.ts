import { GateRefused, Halted, Interrupted, LockLost, ToolError } from '../model/errors.ts';
import { progressOf, type Ending } from '../model/event.ts';
import { exitCodes } from '../model/outcome.ts';
import type { PlannedNode } from '../model/plan.ts';
import { wavesOf } from '../model/waves.ts';
import { rollNew } from './begin.ts';
import { freezer, lifted, liftFreeze } from './freeze.ts';
import { partWay } from './part-way.ts';
import { interrupted, resumeOf, type Ended } from './roll-ends.ts';
import type { Run } from './roll.ts';
import { passSafePoint } from './safe-point.ts';
import { settle } from './settle.ts';
import { rollBegun } from './take-up.ts';

/** Rolls every node that is not done. Throws GateRefused, StepFailed, Halted or Interrupted; journals how it ended. */
export async function executePlan(run: Run): Promise<void> {
  await endTold(run, async () => {
    await rollNodes(run);
    await liftFreeze(run);
    await run.emit({ type: 'run-ended', how: 'complete' });
  });
}

/** Only sees how the steps that were cut off end. Throws as settle does; journals how it ended. */
export async function settlePlan(run: Run): Promise<void> {
  await endTold(run, () => settle(run));
}

async function endTold(run: Run, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const known = await lifted(run, endOf(run, error));
    // Why it ended is worth more than that this could not be written down.
    await run.emit({ type: 'run-ended', ...endingOf(known) }).catch(() => undefined);
    throw known.error;
  }
}

function endingOf({ how, error }: Ended): Ending {
  const newPlan = error instanceof GateRefused ? error.newPlan : undefined;
  return { how, reason: error.message, ...(newPlan && { newPlan }) };
}

async function rollNodes(run: Run): Promise<void> {
  const freezeBefore = freezer(run);
  for (const wave of wavesOf(run.plan.nodes)) {
    const stateOf = ({ address }: PlannedNode) => progressOf(run.progress(), address)?.state;
    const begun = wave.filter((node) => stateOf(node) === 'started');
    const others = wave.filter((node) => stateOf(node) === undefined);
    // Nodes that are part-way are brought back first.
    if (begun.length > 0) {
      if (run.softSignal.aborted) throw interrupted(run);
      await freezeBefore(begun);
      await rollBegun(run, begun);
    }
    for (const node of others) await passSafePoint(run, node);
    if (others.length === 0) continue;
    await freezeBefore(others);
    await rollNew(run, others);
  }
}

function endOf(run: Run, error: unknown): Ended {
  if (error instanceof GateRefused) return { how: 'refused', error };
  if (error instanceof Halted) return { how: error.how, error };
  if (error instanceof Interrupted) return { how: 'interrupted', error: interrupted(run) };
  if (error instanceof LockLost && error.exitCode === exitCodes.lockHeld) {
    return { how: 'refused', error };
  }
  return { how: 'failed', error: error instanceof ToolError ? error : unexpected(run, error) };
}

/** Our bug; but the operator has to know of the node that it left. */
function unexpected(run: Run, error: unknown): Error {
  const known = error instanceof Error ? error : new Error(String(error));
  const state = partWay(run.plan, run.progress())?.text;
  if (state === undefined) return known;
  return new ToolError(
    `unexpected: ${known.message}; ${state}`,
    exitCodes.bug,
    `this is a bug in Ringward; go on with: ${resumeOf(run)}`,
    known,
  );
}

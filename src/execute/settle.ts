import { Halted, type ToolError } from '../model/errors.ts';
import { progressOf } from '../model/event.ts';
import { lastStepOf } from '../model/node-progress.ts';
import type { PlannedNode } from '../model/plan.ts';
import { wavesOf } from '../model/waves.ts';
import { readyAfterHarmless } from './begin.ts';
import { partWay } from './part-way.ts';
import { interrupted, resumeOf } from './roll-ends.ts';
import type { Run } from './roll.ts';
import { reenter } from './take-up.ts';
import { takeUpTo, type Taken } from './take-steps.ts';
import { cutOffIn, leavesToTakeBack } from './taken-back.ts';

/**
 * Sees how the steps end whose end an earlier part of the run did not see, and goes no further: each is taken up as
 * in any resume, under the same gates, and nothing behind it is begun. Throws Halted in the end; GateRefused,
 * StepFailed or Interrupted.
 */
export async function settle(run: Run): Promise<never> {
  for (const wave of wavesOf(run.plan.nodes)) {
    const cutOff = wave.filter((node) => isCutOff(run, node));
    if (cutOff.length === 0) continue;
    if (run.softSignal.aborted) throw interrupted(run);
    await settleNodes(run, cutOff);
  }
  throw settled(run);
}

function isCutOff(run: Run, { address }: PlannedNode): boolean {
  return cutOffIn(run.plan, run.progress()).some((each) => each.address === address);
}

async function settleNodes(run: Run, nodes: readonly PlannedNode[]): Promise<void> {
  const away: Taken[] = [];
  const serving: Taken[] = [];
  for (const node of nodes) {
    const { from, serves } = await reenter(run, node);
    // One that was opened to clients again is as it was.
    if (!isCutOff(run, node)) continue;
    if (from < endOf(run, node)) (serves ? serving : away).push({ node, from });
    else await leaveBehind(run, node);
  }
  const upTo = (taken: readonly Taken[]) =>
    takeUpTo(
      run,
      taken.map((one) => ({ ...one, end: endOf(run, one.node) })),
    );
  await upTo(away);
  if (serving.length > 0) await upTo(await readyAfterHarmless(run, serving));
}

/** Behind the step that was begun last. */
function endOf(run: Run, { address }: PlannedNode): number {
  const progress = progressOf(run.progress(), address);
  return ((progress && lastStepOf(progress)?.index) ?? -1) + 1;
}

/** What the node shows says that the step is over. */
async function leaveBehind(run: Run, node: PlannedNode): Promise<void> {
  const at = endOf(run, node) - 1;
  const step = node.steps[at];
  if (!step) return;
  const about = { node: node.address, step: at, kind: step.kind };
  await run.emit({ type: 'step-skipped', ...about, reason: 'the node is past it' });
}

function settled(run: Run): ToolError {
  const left = partWay(run.plan, run.progress());
  const back = leavesToTakeBack(run.plan, run.progress())
    ? `take it back: ${run.next.rollback(run.runId)}; or `
    : '';
  return new Halted(
    left ? 'interrupted' : 'paused',
    `stopped behind the steps that were cut off, as was asked; ${left?.text ?? 'no node is part-way'}`,
    `${back}go on with: ${resumeOf(run)}`,
  );
}

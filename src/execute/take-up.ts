import { progressOf } from '../model/event.ts';
import { lastStepOf, type NodeProgress } from '../model/node-progress.ts';
import type { PlannedNode } from '../model/plan.ts';
import { isRestarted, processState } from '../steps/process-state.ts';
import type { NodeContext } from '../steps/step.ts';
import { readyAfterHarmless } from './begin.ts';
import { reentryStep } from './reentry.ts';
import { isReopened, quiesceOf } from './reopen.ts';
import type { Run } from './roll.ts';
import { goOn, isHarmless, type Taken } from './take-steps.ts';

/**
 * Takes nodes that an earlier part of the run has begun to their end. Those that do not serve are brought back first:
 * that takes nothing from anybody. One that still serves and is to be drained or stopped is as good as untouched: what
 * was safe when it was begun may not be safe now, so the gates are judged again.
 */
export async function rollBegun(run: Run, nodes: readonly PlannedNode[]): Promise<void> {
  const away: Taken[] = [];
  const serving: Taken[] = [];
  for (const node of nodes) {
    const { from, serves } = await reenter(run, node);
    (serves ? serving : away).push({ node, from });
  }
  await goOn(run, away);
  if (serving.length > 0) await goOn(run, await readyAfterHarmless(run, serving));
}

/** Where a node goes on; `serves`: it is not taken from its clients yet. A drained node serves nobody. */
export async function reenter(
  run: Run,
  node: PlannedNode,
): Promise<{ readonly from: number; readonly serves: boolean }> {
  const progress = progressOf(run.progress(), node.address);
  if (!progress) return { from: 0, serves: true };
  const context = askedOnce(run.contextFor(node));
  const step = reentryStep(node.steps, progress, {
    process: (await processState(context)).kind,
    isRestarted: await isRestarted(context),
  });
  const stopAt = node.steps.findIndex(({ kind }) => kind === 'stop');
  if (stopAt < 0) return { from: step, serves: true };
  if (step > stopAt) return { from: step, serves: false };
  if (isUntouched(node, progress)) return { from: 0, serves: true };
  if ((await context.self()).kind === 'missing' && !(await isReopened(run, context))) {
    return { from: step, serves: false };
  }
  return { from: Math.min(step, quiesceOf(node, step)), serves: true };
}

/** Whatever it answers now: its gates decide, and what was got ready for it may be old by now. */
function isUntouched({ steps }: PlannedNode, progress: NodeProgress): boolean {
  const last = lastStepOf(progress);
  return !last || isHarmless(steps[last.index]);
}

/** Where to go on is decided on one answer: asking again could only contradict it. */
function askedOnce(context: NodeContext): NodeContext {
  let answer: ReturnType<NodeContext['self']> | undefined;
  return { ...context, self: () => (answer ??= context.self()) };
}

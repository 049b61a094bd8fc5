import { StepFailed } from '../model/errors.ts';
import { progressOf } from '../model/event.ts';
import { lastStepOf } from '../model/node-progress.ts';
import type { PlannedNode } from '../model/plan.ts';
import { enableLine, letClientsIn, servesNone } from '../steps/clients.ts';
import type { NodeContext } from '../steps/step.ts';
import { resumeOf } from './roll-ends.ts';
import type { Run } from './roll.ts';

/** Where a node that serves is taken up: it is not quiet, whatever the journal says. */
export function quiesceOf({ steps }: PlannedNode, otherwise: number): number {
  const at = steps.findIndex(({ kind }) => kind === 'quiesce');
  return at < 0 ? otherwise : at;
}

/**
 * A node that was closed to clients and not yet drained still is a replica: what was safe for it then may not
 * be now, and its gates are about a node that serves. So it is opened again, and taken like any other. False:
 * it is past that, or was never closed.
 */
export async function isReopened(run: Run, context: NodeContext): Promise<boolean> {
  const { node } = context;
  const progress = progressOf(run.progress(), node.address);
  const last = progress && lastStepOf(progress);
  const step = last && node.steps[last.index];
  if (!step || quiesceOf(node, Infinity) > last.index) return false;
  const mode = await context.mode();
  const isStillThere = mode.kind === 'seen' ? mode.value === 'NORMAL' : step.kind === 'quiesce';
  if (!isStillThere) return false;
  const whyNot = await letClientsIn(context);
  if (whyNot === undefined) {
    const outcome = {
      kind: 'refused',
      reason: 'taken up again: clients are let in first',
    } as const;
    const about = { node: node.address, step: last.index, kind: step.kind };
    await run.emit({ type: 'step-ended', ...about, outcome });
    return true;
  }
  throw new StepFailed(
    `${node.address}: quiesce: the node is ${servesNone}, and is not opened: ${whyNot}`,
    `${enableLine(context)}; then: ${resumeOf(run)}`,
  );
}

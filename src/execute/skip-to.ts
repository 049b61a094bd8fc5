import type { PlannedNode } from '../model/plan.ts';
import type { StepKind } from '../model/step.ts';
import type { Run } from './roll.ts';

/** Where to go on behind `last`, the last step that is not taken: a node that is there already is judged like a returned one. */
export async function skipTo(
  run: Run,
  { address, steps }: PlannedNode,
  last: StepKind,
  reason: string,
): Promise<number> {
  const next = steps.findIndex((step) => step.kind === last) + 1;
  for (const [step, { kind }] of steps.slice(0, next).entries()) {
    await run.emit({ type: 'step-skipped', node: address, step, kind, reason });
  }
  return next;
}

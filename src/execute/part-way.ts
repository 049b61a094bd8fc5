import { lastStepOf, type Progress } from '../model/event.ts';
import type { Plan } from '../model/plan.ts';

/** The node that was begun and not finished, and how far it came; undefined: none. */
export function partWay(
  { nodes }: Pick<Plan, 'nodes'>,
  progress: Pick<Progress, 'nodes'>,
): string | undefined {
  for (const { address, steps } of nodes) {
    const node = progress.nodes.get(address);
    // Without a step nothing was done to it.
    const last = node?.state === 'started' ? lastStepOf(node) : undefined;
    const step = last && steps[last.index];
    if (step) return `${address} is part-way (${last.isOver ? 'after' : 'in'} ${step.kind})`;
  }
  return undefined;
}

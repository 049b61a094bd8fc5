import type { Progress } from '../model/event.ts';
import type { Plan } from '../model/plan.ts';

/** The node that was begun and not finished, and how far it came; undefined: none. */
export function partWay(
  { nodes }: Pick<Plan, 'nodes'>,
  progress: Pick<Progress, 'nodes'>,
): string | undefined {
  for (const { address, steps } of nodes) {
    const node = progress.nodes[address];
    // Without a step nothing was done to it.
    const last = Math.max(...Object.keys(node?.steps ?? {}).map(Number));
    const step = steps[last];
    if (!step || node?.state !== 'started') continue;
    const how = node.steps[last];
    const where = how === 'done' || how === 'skipped' || how === 'fell-back' ? 'after' : 'in';
    return `${address} is part-way (${where} ${step.kind})`;
  }
  return undefined;
}

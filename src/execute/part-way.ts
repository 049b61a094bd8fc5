import {
  lastStepOf,
  progressOf,
  startedIn,
  type NodeProgress,
  type Progress,
} from '../model/event.ts';
import type { Plan } from '../model/plan.ts';
import type { PlannedStep, StepKind } from '../model/step.ts';

export interface PartWay {
  readonly address: string;
  /** `10.0.0.1 is part-way (after drain)` */
  readonly text: string;
}

/** Steps that touch nothing that runs: a node that came no further is as it was. */
export function leavesWhole(kind: StepKind): boolean {
  return kind === 'fetch';
}

/** A step that held the roll found the node whole, too. */
function isWholeAfter({ kind }: PlannedStep, how: NodeProgress['steps'][number] | undefined) {
  return leavesWhole(kind) || how === 'refused';
}

/** The node that was begun and not finished, and how far it came; undefined: none. */
export function partWay(
  { nodes }: Pick<Plan, 'nodes'>,
  progress: Pick<Progress, 'newest' | 'earlier'>,
): PartWay | undefined {
  const started = startedIn(progress);
  // Nearly always: most of a thousand nodes are done or not begun.
  if (started.size === 0) return undefined;
  for (const { address, steps } of nodes) {
    const node = started.has(address) ? progressOf(progress, address) : undefined;
    // Without a step nothing was done to it.
    const last = node && lastStepOf(node);
    const step = last && steps[last.index];
    if (!step || isWholeAfter(step, node.steps[last.index])) continue;
    const text = `${address} is part-way (${last.isOver ? 'after' : 'in'} ${step.kind})`;
    return { address, text };
  }
  return undefined;
}

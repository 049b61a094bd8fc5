import { progressOf, type Progress } from './event.ts';
import type { Limits } from './limits.ts';
import type { MaintenanceWindow, NodeTakes } from './maintenance-window.ts';
import type { PlannedStep } from './step.ts';

/** Before a node of the roll is done. */
export function thoughtToTake(
  { perNodeMs }: MaintenanceWindow,
  steps: readonly PlannedStep[],
  limits: Limits,
): NodeTakes {
  if (perNodeMs !== undefined) return { ms: perNodeMs, because: 'maintenanceWindow.perNode' };
  const ms = steps.reduce((sum, step) => sum + longestOf(step, limits), 0);
  return { ms, because: 'the limits of its steps' };
}

/**
 * The longest of those done: a node that may not fit is better begun in the next window. `moreMs`: what one soaks for
 * longer than the next will.
 */
export function seenToTake(
  progress: Pick<Progress, 'newest' | 'earlier' | 'done'>,
  moreMs: (address: string) => number = () => 0,
) {
  const all = progress.done.map(
    (address) => (progressOf(progress, address)?.workedMs ?? 0) - moreMs(address),
  );
  const ms = Math.max(0, ...all);
  if (ms === 0) return undefined;
  const which = all.length === 1 ? 'the node' : `the longest of ${all.length} nodes`;
  return { ms, because: `${which} done in this roll` } satisfies NodeTakes;
}

function longestOf(step: PlannedStep, { soakDecideMs }: Limits): number {
  if (step.kind !== 'soak') return step.params.timeoutMs;
  const { forMs, compare } = step.params;
  return compare === 'peers' ? Math.max(forMs, soakDecideMs) : forMs;
}

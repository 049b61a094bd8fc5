import { progressOf, type Progress } from './event.ts';
import type { Limits } from './limits.ts';
import type { MaintenanceWindow, NodeTakes } from './maintenance-window.ts';
import type { PlannedStep } from './step.ts';

/** Gates after a node whose wait is not charged to a step (`ownLimit` of src/gates). */
export const waitsOfGates = {
  'schema-agreement': 'schemaWaitMs',
  'schema-unchanged': 'schemaWaitMs',
  'hints-drained': 'hintsWaitMs',
} as const satisfies Readonly<Record<string, keyof Limits>>;

/** Before a node of the roll is done; `after`: the gates after it. */
export function thoughtToTake(
  { perNodeMs }: Partial<MaintenanceWindow>,
  { steps, after }: { readonly steps: readonly PlannedStep[]; readonly after: readonly string[] },
  limits: Limits,
): NodeTakes {
  if (perNodeMs !== undefined) return { ms: perNodeMs, because: 'maintenanceWindow.perNode' };
  const ofSteps = steps.map((step) => longestOf(step, limits));
  const ofGates = Object.entries(waitsOfGates).map(([gate, name]) =>
    after.includes(gate) ? limits[name] : 0,
  );
  const ms = [...ofSteps, ...ofGates].reduce((sum, each) => sum + each, 0);
  return { ms, because: 'the limits of its steps and of the waits for schema and hints' };
}

/**
 * The longest of those done: a node that may not fit is better begun in the next window. One that was found half
 * done, or done, took less than another will. `moreMs`: what one soaks for longer than the next will.
 */
export function seenToTake(
  progress: Pick<Progress, 'newest' | 'earlier' | 'done'>,
  moreMs: (address: string) => number = () => 0,
) {
  const all = progress.done.flatMap((address) => {
    const node = progressOf(progress, address);
    if (!node || Object.values(node.steps).includes('skipped')) return [];
    return [(node.workedMs ?? 0) - moreMs(address)];
  });
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

import type { Instant } from '../model/instant.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Plan } from '../model/plan.ts';
import { levelChanges } from './declared-levels.ts';
import { planAgeProblem } from './plan-age.ts';

/**
 * Why a run of this plan is not begun, whatever the cluster is like: it is too old, or is made for other levels than
 * clients use by now. A way back has the levels of the run that it takes back. Empty: it may be.
 */
export function beginProblems(
  plan: Plan,
  { consistency }: Pick<Inventory, 'consistency'>,
  now: Instant,
): readonly string[] {
  const tooOld = planAgeProblem(plan, now);
  return [
    ...(tooOld === undefined ? [] : [tooOld]),
    ...(plan.undoes ? [] : levelChanges(plan, consistency)),
  ];
}

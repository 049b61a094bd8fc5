import type { Instant } from '../model/instant.ts';
import { lastedText } from '../model/lasted.ts';
import type { Plan } from '../model/plan.ts';

/**
 * Gates judge what is so now, but what was accepted, found before and warned of was seen when the plan was made.
 * Undefined: it may still be begun. A clock that was set back since makes no plan old.
 */
export function planAgeProblem(
  { createdAt, limits: { planAgeMs } }: Pick<Plan, 'createdAt' | 'limits'>,
  now: Instant,
): string | undefined {
  const ageMs = now - createdAt;
  if (ageMs <= planAgeMs) return undefined;
  return `the plan was made ${lastedText(ageMs)} ago, and is begun within ${lastedText(planAgeMs)} (limit planAge)`;
}

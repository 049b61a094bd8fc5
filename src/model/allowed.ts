import type { KeyspaceAcceptance } from './acceptance.ts';
import { onceForEach } from './once-for-each.ts';
import type { Plan } from './plan.ts';

/** What a roll may live with. */
export interface Allowed {
  /** So many nodes may be down beside the one that is rolled. */
  readonly down: number;
  /** Every range must have so many replicas more than its level needs. */
  readonly margin: number;
  /** Keyspaces that may lose levels. */
  readonly losses: readonly KeyspaceAcceptance[];
}

export const nothingAllowed: Allowed = { down: 0, margin: 0, losses: [] };

/** The same value for the same plan. */
export const allowedOf: (plan: Plan) => Allowed = onceForEach(
  ({ allowDown = 0, margin = 0, accepted = [] }: Plan): Allowed => ({
    down: allowDown,
    margin,
    losses: accepted.filter((one) => one.keyspace !== undefined),
  }),
);

/** The same for a plan that takes its work back, where no rule of a hop is judged again. */
export function livedWith(plan: Plan): Pick<Plan, 'accepted' | 'allowDown' | 'margin'> {
  const { allowDown, margin } = plan;
  const { losses } = allowedOf(plan);
  return {
    ...(losses.length > 0 && { accepted: losses }),
    ...(allowDown !== undefined && { allowDown }),
    ...(margin !== undefined && { margin }),
  };
}

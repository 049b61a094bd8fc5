import type { Plan } from '../model/plan.ts';
import type { RehearsedWaves } from '../model/rehearsal.ts';
import type { KeyspaceRing } from '../model/ring.ts';
import { planWaves } from '../plan/waves/waves.ts';

/** The waves of the nodes that the plan stops, with all nodes up, as on the twin. */
export function rehearsedWaves(plan: Plan, rings: readonly KeyspaceRing[]): RehearsedWaves {
  const result = planWaves({
    nodes: plan.nodes.filter(({ steps }) => steps.some(({ kind }) => kind === 'stop')),
    rings,
    consistency: plan.consistency,
    authenticatorOn: plan.authenticatorOn ?? true,
  });
  if (result.kind === 'problems') {
    return { kind: 'none', problems: result.problems.map(({ message }) => message) };
  }
  const { atLeast, because: bounds } = result.bound;
  const waves = result.waves.map((wave) => wave.map(({ address }) => address));
  return { kind: 'waves', waves, atLeast, bounds };
}

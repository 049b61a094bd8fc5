import { allowedOf } from '../model/allowed.ts';
import type { Plan } from '../model/plan.ts';
import type { RehearsedWaves } from '../model/rehearsal.ts';
import type { KeyspaceRing } from '../model/ring.ts';
import { planWaves } from '../plan/waves/waves.ts';
import { takesRequests } from '../simulate/life.ts';
import type { ClusterState } from '../simulate/state.ts';

/**
 * The waves of the nodes that the plan stops; those that are down on the twin stay down meanwhile. Undefined for a plan
 * that takes a run back: its waves are those of that run, with no canary, and others cannot be asked for.
 */
export function rehearsedWaves(
  plan: Plan,
  rings: readonly KeyspaceRing[],
  twin: ClusterState,
): RehearsedWaves | undefined {
  if (plan.undoes) return undefined;
  const down = twin.nodes.filter(({ address }) => !takesRequests(twin, address, twin.at));
  const result = planWaves({
    nodes: plan.nodes.filter(({ steps }) => steps.some(({ kind }) => kind === 'stop')),
    rings,
    consistency: plan.consistency,
    authenticatorOn: plan.authenticatorOn ?? true,
    allowed: allowedOf(plan),
    down: new Set(down.map(({ address }) => address)),
  });
  if (result.kind === 'problems') {
    return { kind: 'none', problems: result.problems.map(({ message }) => message) };
  }
  const { atLeast, because: bounds } = result.bound;
  const waves = result.waves.map((wave) => wave.map(({ address }) => address));
  return { kind: 'waves', waves, atLeast, bounds };
}

import type { Allowed } from '../../model/allowed.ts';
import { valueOf } from '../../model/seen.ts';
import { downOf, type PlannedNode } from '../../model/plan.ts';
import type { ConsistencyLevel } from '../../model/consistency.ts';
import type { Playbook } from '../../model/playbook.ts';
import { isIrreversible } from '../../model/step.ts';
import { refused, type PlanProblem } from '../problem.ts';
import type { PlanRequest } from '../request.ts';
import { waveWarnings } from './wave-warnings.ts';
import { planWaves } from './waves.ts';

export interface WavesWish {
  /** In the plan's order, those that are rolled first. */
  readonly nodes: readonly PlannedNode[];
  readonly request: Pick<PlanRequest, 'parallel' | 'playbook' | 'snapshot' | 'margin'>;
  readonly consistency: Readonly<Record<string, readonly ConsistencyLevel[]>>;
  readonly authenticatorOn: boolean;
  /** Keyspaces that may lose levels. */
  readonly losses: Allowed['losses'];
}

export interface NodesInWaves {
  /** With the number of the wave of each that has something to be done; only where it was asked for. */
  readonly nodes: readonly PlannedNode[];
  readonly problems: readonly PlanProblem[];
  /** Levels that a wave takes and that do not hold the roll. */
  readonly warnings: readonly string[];
}

/**
 * The first node that is rolled is a wave of its own; after it nodes of one rack of one DC at a time, a whole rack or
 * so many at most, each wave proven: with all of it down every range keeps every declared level.
 */
export function inWaves({ nodes, request, losses, ...levels }: WavesWish): NodesInWaves {
  const { parallel, playbook, snapshot, margin = 0 } = request;
  if (parallel === undefined) return { nodes, problems: [], warnings: [] };
  const notSound = unsound(playbook);
  if (notSound) return { nodes, problems: [notSound], warnings: [] };
  const isTaken = ({ steps }: PlannedNode) => steps.length > 0;
  const ranges = {
    ...{ ...levels, rings: valueOf(snapshot.rings) ?? [] },
    down: new Set(downOf(nodes)),
    allowed: { margin, losses },
  };
  const result = planWaves({
    ...ranges,
    nodes: nodes.filter(isTaken),
    ...(parallel === 'rack' ? { racks: 'whole' } : { racks: 'apart', mostPerWave: parallel }),
  });
  if (result.kind === 'problems') return { nodes, problems: result.problems, warnings: [] };
  const taken = result.waves.flatMap((wave, index) =>
    wave.map((node) => ({ ...node, wave: index + 1 })),
  );
  const others = nodes.filter((node) => !isTaken(node));
  const isThere = ({ leftOut }: PlannedNode) => leftOut !== true;
  return {
    nodes: [...others.filter(isThere), ...taken, ...others.filter((node) => !isThere(node))],
    problems: [],
    warnings: waveWarnings(ranges, result.waves),
  };
}

/** Undefined: its steps may be taken on several nodes at once. */
function unsound({ name, steps }: Playbook): PlanProblem | undefined {
  const hint = 'leave out --parallel: one node after the other';
  const last = steps.find(isIrreversible);
  if (last) {
    const why = 'what nothing leads back from is seen on one node before the next';
    return refused(`playbook ${name}: ${last.kind} is irreversible: ${why}`, hint);
  }
  const kinds = steps.map(({ kind }) => kind);
  if (!kinds.includes('stop') || kinds.includes('soak')) return undefined;
  const why = 'nodes of a wave are judged as peers of each other in their soak';
  return refused(`playbook ${name} has no soak: ${why}`, `${hint}, or give the playbook a soak`);
}

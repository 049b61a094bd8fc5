import { groupBy } from '../model/group-by.ts';
import type { Limits } from '../model/limits.ts';
import type { Playbook } from '../model/playbook.ts';
import { comparesPeers, soakingFor, type PlannedStep } from '../model/step.ts';
import { enoughPeers, fewestPeers } from '../rules/soak/judge-soak.ts';
import type { Member } from './members.ts';

export interface SoakPlan {
  readonly members: readonly Member[];
  readonly steps: readonly PlannedStep[];
  readonly limits: Limits;
  /** How many nodes of a DC are started side by side at most, and so are no peers of each other. */
  readonly together: (dc: string) => number;
  /** Nodes that are asked by nodetool alone. */
  readonly withoutJmx: number;
}

/** Steps as this plan carries them out: without a time for the baseline nothing is compared. */
export function soakedSteps(
  steps: readonly PlannedStep[],
  { soakBaselineMs }: Limits,
): readonly PlannedStep[] {
  if (soakBaselineMs > 0 || !comparesPeers(steps)) return steps;
  return steps.map((step) =>
    step.kind === 'soak' ? { ...step, params: { ...step.params, compare: 'none' } } : step,
  );
}

/** Those of the first node that is rolled. */
export function canarySteps({
  steps,
  canarySoakMs,
}: Pick<Playbook, 'steps' | 'canarySoakMs'>): readonly PlannedStep[] {
  return canarySoakMs === undefined ? steps : soakingFor(steps, canarySoakMs);
}

/** What a soak compares, and what it cannot in this cluster: an operator who counts on it must know before the roll. */
export function soakNotes(plan: SoakPlan): readonly string[] {
  const { members, steps, limits, together } = plan;
  if (!steps.some(({ kind }) => kind === 'soak')) return [];
  const isCompared = comparesPeers(steps) && limits.soakBaselineMs > 0;
  return [
    ...(comparesPeers(steps) && !isCompared ? [notCompared] : []),
    ...(isCompared ? comparisonNotes(plan) : []),
    ...[...groupBy(members, ({ dc }) => dc)].flatMap(([dc, nodes]) =>
      peersNote(dc, nodes.length - together(dc), isCompared),
    ),
  ];
}

const notCompared = 'the soak compares no latencies with peers: the limit soakBaseline is 0';

function comparisonNotes({ members, limits, withoutJmx }: SoakPlan): readonly string[] {
  const minutes = Math.round(limits.soakBaselineMs / 60_000);
  const baseline = `before the first stop latencies are looked at for ${minutes} min, for soaks to compare with`;
  if (withoutJmx === 0) return [baseline];
  const all = members.length === withoutJmx ? 'all' : `${withoutJmx} of ${members.length}`;
  return [
    baseline,
    `${all} nodes tell latencies by nodetool alone, once a minute: there a slower node holds the roll for at least 15 min before it stops it`,
  ];
}

function peersNote(dc: string, peers: number, isCompared: boolean): readonly string[] {
  if (peers >= enoughPeers || (peers >= fewestPeers && !isCompared)) return [];
  if (peers >= fewestPeers) {
    return [
      `the soak has two other nodes in ${dc} to compare with, three are wanted: there a node is stopped for nine of ten minutes that are slower, 12 min after its restart at the earliest`,
    ];
  }
  const who = peers === 0 ? 'no other node' : 'one other node';
  return [
    `the soak has ${who} in ${dc} to compare with: there a node is judged on its own baseline and hard signals only`,
  ];
}

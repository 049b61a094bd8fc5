import { nearestHint } from '../model/nearest-key.ts';
import type { AcceptanceWish } from '../model/acceptance.ts';
import { detectors } from '../detect/index.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Parallel, Plan } from '../model/plan.ts';
import type { Playbook } from '../model/playbook.ts';
import type { SourceId } from '../model/snapshot.ts';
import { storageModeOf } from '../model/step.ts';
import { buildPlan } from '../plan/build.ts';
import type { Selector } from '../plan/only.ts';
import type { PlanRequest } from '../plan/request.ts';
import { usage, type PlanProblem } from '../plan/problem.ts';
import { targetProblems } from '../plan/version-path.ts';
import { judgedRules } from '../rules/upgrade/index.ts';
import type { Ports } from '../ports/index.ts';
import { NoPlan } from './no-plan.ts';
import { seeCluster } from './see-cluster.ts';

export interface PlanWish {
  readonly inventory: Inventory;
  readonly playbook: Playbook;
  /** Undefined for a restart. */
  readonly toVersion?: string;
  readonly cures?: readonly string[] | undefined;
  /** `dc=dc1`: roll these alone. */
  readonly only?: readonly Selector[] | undefined;
  readonly accepted?: readonly AcceptanceWish[];
  readonly allowDown?: number | undefined;
  readonly margin?: number | undefined;
  readonly parallel?: Parallel | undefined;
}

/** What a plan is made of beside findings (plan/request.ts). */
export const planSources: readonly SourceId[] = ['status', 'gossipinfo', 'cql-local', 'keyspaces'];

/** The same, and what findings are made of. */
export const seenSources: readonly SourceId[] = [
  ...planSources,
  ...detectors.flatMap((detector) => detector.needs),
];

/** One full look at the cluster, then a plan; throws NoPlan with every problem when there can be none. */
export async function makePlan(wish: PlanWish, ports: Ports): Promise<Plan> {
  return planOf(await planRequest(wish, ports));
}

/** Throws NoPlan. */
export function planOf(request: PlanRequest): Plan {
  const result = buildPlan(request);
  if (result.kind === 'problems') throw new NoPlan(result.problems, result.findings);
  return result.plan;
}

/** All that a plan is made of: one full look, more while it leaves something open. Throws NoPlan for a wrong wish. */
export async function planRequest(wish: PlanWish, ports: Ports): Promise<PlanRequest> {
  const { inventory, playbook, toVersion, cures, accepted, only } = wish;
  const { allowDown, margin, parallel } = wish;
  const wrong = [...targetProblems(playbook, toVersion), ...cureProblems(cures ?? [])];
  if (wrong.length > 0) throw new NoPlan(wrong);
  const { snapshot, findings } = await seeCluster(inventory, needsOf(wish), true, ports);
  return {
    playbook,
    snapshot,
    inventory,
    limits: inventory.limits,
    findings,
    at: ports.clock.now(),
    ...(toVersion === undefined ? {} : { toVersion }),
    ...(cures === undefined ? {} : { cures }),
    ...(accepted === undefined ? {} : { accepted }),
    ...(only === undefined ? {} : { only }),
    ...(allowDown === undefined ? {} : { allowDown }),
    ...(margin === undefined ? {} : { margin }),
    ...(parallel === undefined ? {} : { parallel }),
  };
}

/** Every node knows the schema; so many are asked for it, should some not answer. */
const askedForSchema = 3;
const ofSchema: readonly SourceId[] = ['schema-tables', 'schema-indexes'];

/** What a plan is made of, what findings are made of, and what the rules of an upgrade are judged by. */
export function needsOf({
  inventory,
  playbook,
  toVersion,
}: Pick<PlanWish, 'inventory' | 'playbook' | 'toVersion'>): (
  address: string,
) => ReadonlySet<SourceId> {
  const isRestart = toVersion === undefined && storageModeOf(playbook.steps) === undefined;
  const ofRules = isRestart ? [] : judgedRules.flatMap(({ needs }) => needs);
  const stops = playbook.steps.some(({ kind }) => kind === 'stop');
  const ofTables: readonly SourceId[] = stops ? ['schema-tables'] : [];
  const all = new Set<SourceId>([...seenSources, ...ofRules, ...ofTables]);
  const others = new Set([...all].filter((source) => !ofSchema.includes(source)));
  const first = new Set(inventory.nodes.slice(0, askedForSchema).map(({ address }) => address));
  return (address) => (first.has(address) ? all : others);
}

/** A finding that nobody makes would never be cured; better known before the cluster is asked. */
function cureProblems(cures: readonly string[]): readonly PlanProblem[] {
  const known = detectors.map(({ id }) => id);
  return cures
    .filter((cure) => !known.includes(cure))
    .map((cure) => usage(`--cures: there is no detector "${cure}"`, nearestHint(cure, known)));
}

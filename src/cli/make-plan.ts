import { nearestHint } from '../config/nearest-key.ts';
import { detectAll, detectors } from '../detect/index.ts';
import { ToolError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Plan } from '../model/plan.ts';
import type { Playbook } from '../model/playbook.ts';
import type { SourceId } from '../model/snapshot.ts';
import { buildPlan } from '../plan/build.ts';
import type { Selector } from '../plan/only.ts';
import { exitCodeOf, usage, type PlanProblem } from '../plan/problem.ts';
import { targetProblems } from '../plan/version-path.ts';
import type { Ports } from '../ports/index.ts';
import { lookOn } from './look-on.ts';
import { looker } from './look.ts';

export interface PlanWish {
  readonly inventory: Inventory;
  readonly playbook: Playbook;
  /** Undefined for a restart. */
  readonly toVersion?: string;
  readonly cures?: readonly string[] | undefined;
  /** `dc=dc1`: roll these alone. */
  readonly only?: readonly Selector[] | undefined;
}

/** What a plan is made of beside findings (plan/request.ts). */
export const planSources: readonly SourceId[] = ['status', 'gossipinfo', 'cql-local', 'keyspaces'];

/** One full look at the cluster, more while it leaves something open, then a plan; throws with every problem when there can be none. */
export async function makePlan(wish: PlanWish, ports: Ports): Promise<Plan> {
  const { inventory, playbook, toVersion, cures, only } = wish;
  const { limits } = inventory;
  const wrong = [...targetProblems(playbook, toVersion), ...cureProblems(cures ?? [])];
  if (wrong.length > 0) throw noPlan(wrong);
  ports.live.update(`asking ${inventory.nodes.length} nodes`);
  const looks = looker(inventory, limits, ports);
  try {
    const needs = new Set([...planSources, ...detectors.flatMap((detector) => detector.needs)]);
    const look = looks.at(inventory.nodes);
    const snapshot = await look(() => needs, true);
    const series = await lookOn([snapshot], look, limits, ports);
    const findings = detectAll(series, limits).flatMap((each) => each.findings);
    const result = buildPlan({
      playbook,
      snapshot,
      inventory,
      limits,
      findings,
      at: ports.clock.now(),
      ...(toVersion === undefined ? {} : { toVersion }),
      ...(cures === undefined ? {} : { cures }),
      ...(only === undefined ? {} : { only }),
    });
    if (result.kind === 'problems') throw noPlan(result.problems);
    return result.plan;
  } finally {
    ports.live.stop();
    await looks.close();
  }
}

/** A finding that nobody makes would never be cured; better known before the cluster is asked. */
function cureProblems(cures: readonly string[]): readonly PlanProblem[] {
  const known = detectors.map(({ id }) => id);
  return cures
    .filter((cure) => !known.includes(cure))
    .map((cure) => usage(`--cures: there is no detector "${cure}"`, nearestHint(cure, known)));
}

function noPlan(problems: readonly PlanProblem[]): ToolError {
  const [first] = problems;
  const more = problems.slice(1).map(({ message }) => `; also: ${message}`);
  return new ToolError(
    `no plan: ${first?.message ?? ''}${more.join('')}`,
    exitCodeOf(problems),
    first?.hint,
  );
}

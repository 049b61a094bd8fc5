import { detectAll, detectors } from '../detect/index.ts';
import { nextCommands } from '../model/next-command.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { PlanDiff } from '../model/plan-diff.ts';
import { planDiff } from '../plan/plan-diff.ts';
import type { Ports } from '../ports/index.ts';
import { planDiffText } from '../report/plan-diff-text.ts';
import { clusterPorts } from './cluster-ports.ts';
import { loadRollInventory } from './load-inventory.ts';
import { lookOn } from './look-on.ts';
import { looker } from './look.ts';
import { planSources } from './make-plan.ts';
import { readPlanFor } from './read-plan.ts';
import type { DiffOptions } from './upgrade-options.ts';

/** Whether a plan still fits the cluster. Touches nothing. Exit codes: 0, 2, 3 (a run would refuse it), 5. */
export async function runDiff(options: DiffOptions, given: Ports): Promise<ExitCode> {
  const inventory = await loadRollInventory(options, given);
  const ports = await clusterPorts(inventory, given);
  const plan = await readPlanFor(inventory, options.plan, ports);
  const { limits } = inventory;
  ports.live.update(`asking ${inventory.nodes.length} nodes`);
  const looks = looker(inventory, limits, ports);
  try {
    const needs = new Set([...planSources, ...detectors.flatMap((detector) => detector.needs)]);
    const look = looks.at(inventory.nodes);
    const snapshot = await look(() => needs, false);
    const series = await lookOn([snapshot], look, limits, ports);
    const findings = detectAll(series, limits).flatMap((each) => each.findings);
    const diff = planDiff(plan, snapshot, findings);
    ports.live.stop();
    const isJson = options.format === 'json';
    const again = nextCommands(options).plan(plan);
    ports.streams.out(isJson ? `${JSON.stringify(diff, null, 2)}\n` : planDiffText(diff, again));
    return codes[diff.verdict];
  } finally {
    ports.live.stop();
    await looks.close();
  }
}

const codes: Readonly<Record<PlanDiff['verdict'], ExitCode>> = {
  fits: exitCodes.ok,
  changed: exitCodes.refused,
  'cannot-tell': exitCodes.cannotTell,
};

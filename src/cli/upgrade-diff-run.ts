import { nextCommands } from '../model/next-command.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { PlanDiff } from '../model/plan-diff.ts';
import { planDiff } from '../plan/plan-diff.ts';
import type { Plan } from '../model/plan.ts';
import type { SourceId } from '../model/snapshot.ts';
import type { Ports } from '../ports/index.ts';
import { planDiffText } from '../report/plan-diff-text.ts';
import { clusterPorts } from './cluster-ports.ts';
import { loadRollInventory } from './load-inventory.ts';
import { seenSources } from './make-plan.ts';
import { readPlanFor } from './read-plan.ts';
import { seeCluster } from './see-cluster.ts';
import type { DiffOptions } from './upgrade-options.ts';

/** Whether a plan still fits the cluster. Touches nothing. Exit codes: 0, 2, 3 (a run would refuse it), 5. */
export async function runDiff(options: DiffOptions, given: Ports): Promise<ExitCode> {
  const inventory = await loadRollInventory(options, given);
  const ports = await clusterPorts(inventory, given);
  const plan = await readPlanFor(inventory, options.plan, ports);
  const needs = new Set<SourceId>([...seenSources, ...sourcesOfModes(plan)]);
  const { snapshot, findings } = await seeCluster(inventory, () => needs, false, ports);
  const diff = planDiff(plan, snapshot, findings, inventory);
  const isJson = options.format === 'json';
  const again = nextCommands(options).plan(plan);
  ports.streams.out(isJson ? `${JSON.stringify(diff, null, 2)}\n` : planDiffText(diff, again));
  return codes[diff.verdict];
}

const sourcesOfModes = ({ before }: Plan): readonly SourceId[] =>
  before.includes('storage-mode') ? ['settings'] : [];

const codes: Readonly<Record<PlanDiff['verdict'], ExitCode>> = {
  fits: exitCodes.ok,
  changed: exitCodes.refused,
  'cannot-tell': exitCodes.cannotTell,
};

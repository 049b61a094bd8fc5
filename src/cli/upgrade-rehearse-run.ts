import { detectors } from '../detect/index.ts';
import { gates } from '../gates/index.ts';
import { ToolError, UsageError } from '../model/errors.ts';
import type { UpgradeEvent } from '../model/event.ts';
import type { Inventory } from '../model/inventory.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { summaryOf, type Rehearsal } from '../model/rehearsal.ts';
import { valueOf } from '../model/seen.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Ports } from '../ports/index.ts';
import { rehearse, type SimulatedPorts } from '../rehearse/rehearse.ts';
import { rehearsedWaves } from '../rehearse/rehearsed-waves.ts';
import { twinOf } from '../rehearse/twin.ts';
import { rehearsalSummaryText, rehearsalText } from '../report/rehearsal-text.ts';
import { clusterPorts } from './cluster-ports.ts';
import { faultsNamed } from './named-faults.ts';
import { loadRollInventory } from './load-inventory.ts';
import { looker } from './look.ts';
import { planSources } from './make-plan.ts';
import { readPlanFor } from './read-plan.ts';
import type { RehearseOptions } from './upgrade-options.ts';

/** Carries a plan out on a twin. Exit codes: 0, 1 (unsafe, or it does not go through), 2, 5. */
export async function runRehearse(options: RehearseOptions, given: Ports): Promise<ExitCode> {
  refuseEventsOfMany(options);
  const inventory = await loadRollInventory(options.inventory, given);
  const ports = await clusterPorts(inventory, given);
  const plan = await readPlanFor(inventory, options.plan, ports);
  const faults = faultsNamed(options.faults ?? [], plan, ports.clock.now());
  const snapshot = await lookAt(inventory, plan, ports);
  const longLook = (simulated: SimulatedPorts) =>
    looker(inventory, plan.limits, { ...ports, ...simulated, files: ports.files }).at;
  const show = options.format === 'ndjson' ? { show: printer(ports) } : {};
  const waves = rehearsedWaves(plan, valueOf(snapshot.rings) ?? []);
  const rehearsals: Rehearsal[] = [];
  for (let seed = options.seed; seed < options.seed + (options.seeds ?? 1); seed += 1) {
    ports.signal.throwIfAborted();
    const state = { ...twinOf(plan, snapshot, seed), faults };
    rehearsals.push(
      await rehearse({ plan, inventory, state, gates, detectors, longLook, waves, ...show }),
    );
  }
  ports.streams.out(textOf(rehearsals, options));
  return rehearsals.every(isGood) ? exitCodes.ok : exitCodes.findings;
}

function refuseEventsOfMany({ format, seeds }: RehearseOptions): void {
  if (format !== 'ndjson' || seeds === undefined) return;
  throw new UsageError(
    '--format ndjson shows the events of one rehearsal, --seeds makes many',
    'leave one of the two out',
  );
}

/** As those of a roll are printed. */
function printer({ streams }: Ports): (event: UpgradeEvent) => void {
  return (event) => {
    streams.out(`${JSON.stringify(event)}\n`);
  };
}

function textOf(rehearsals: readonly Rehearsal[], options: RehearseOptions): string {
  const [first] = rehearsals;
  const isJson = options.format === 'json';
  if (options.seeds !== undefined || !first) {
    const summary = summaryOf(rehearsals);
    return isJson ? jsonText(summary) : rehearsalSummaryText(summary);
  }
  if (options.format === 'ndjson') return `${JSON.stringify(first)}\n`;
  return isJson ? jsonText(first) : rehearsalText(first, `ringward upgrade run ${options.plan}`);
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function isGood({ how, breaches }: Rehearsal): boolean {
  return how === 'complete' && breaches.length === 0;
}

async function lookAt(inventory: Inventory, plan: Plan, ports: Ports): Promise<Snapshot> {
  ports.live.update(`asking ${inventory.nodes.length} nodes`);
  const looks = looker(inventory, plan.limits, ports);
  try {
    const needs = new Set([...planSources, 'autocompaction', 'compaction-throughput'] as const);
    const snapshot = await looks.at(inventory.nodes)(() => needs, true);
    if (snapshot.rings?.kind === 'missing') throw noTwin(snapshot.rings.detail);
    return snapshot;
  } finally {
    ports.live.stop();
    await looks.close();
  }
}

function noTwin(why: string): ToolError {
  return new ToolError(
    `no rehearsal: the replicas of the ranges were not seen: ${why}`,
    exitCodes.cannotTell,
    'ringward health says which node did not answer, and why',
  );
}

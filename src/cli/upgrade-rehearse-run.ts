import { detectors } from '../detect/index.ts';
import { gates } from '../gates/index.ts';
import { ToolError, UsageError } from '../model/errors.ts';
import type { UpgradeEvent } from '../model/event.ts';
import { nextCommand, nextCommands } from '../model/next-command.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { summaryOf, type Rehearsal, type TwinOrigin } from '../model/rehearsal.ts';
import { valueOf } from '../model/seen.ts';
import { beginProblems } from '../plan/begin-problem.ts';
import { planAgeProblem } from '../plan/plan-age.ts';
import type { Ports } from '../ports/index.ts';
import { notCarriedOver } from '../rehearse/carried-over.ts';
import { rehearse, type SimulatedPorts } from '../rehearse/rehearse.ts';
import { rehearsedWaves } from '../rehearse/rehearsed-waves.ts';
import type { Sight } from '../rehearse/twin-parts.ts';
import { modesAssumed } from '../rehearse/twin-life.ts';
import { planForTwin, tokensUnknown } from '../rehearse/twin-tokens.ts';
import { twinOf } from '../rehearse/twin.ts';
import {
  rehearsalSummaryText,
  rehearsalText,
  type AfterRehearsal,
} from '../report/rehearsal-text.ts';
import {
  clusterSource,
  watchOf,
  type ClusterSource,
  type PlayedRecording,
} from './cluster-source.ts';
import { faultsNamed } from './named-faults.ts';
import { loadRollInventory } from './load-inventory.ts';
import { lookOn } from './look-on.ts';
import { looker, onlyLooking } from './look.ts';
import { readPlanFor } from './read-plan.ts';
import { recordedInventory } from './recorded-inventory.ts';
import type { RehearseOptions } from './upgrade-options.ts';
import { watchAll } from './watch-cluster.ts';

/** Carries a plan out on a twin. Exit codes: 0, 1 (unsafe, or it does not go through), 2, 5. */
export async function runRehearse(options: RehearseOptions, given: Ports): Promise<ExitCode> {
  refuseEventsOfMany(options);
  const source = await clusterSource(options, given, loadRollInventory);
  const { ports, recording } = source;
  const plan = await readPlanFor(source.inventory, options.plan, ports);
  const inventory = recording ? recordedInventory(source.inventory, plan) : source.inventory;
  const now = recording?.origin.until ?? ports.clock.now();
  const faults = faultsNamed(options.faults ?? [], plan, now);
  const sight = await look(source);
  const twin = originOf(plan, sight, recording);
  const longLook = (simulated: SimulatedPorts) =>
    looker(inventory, plan.limits, { ...ports, ...simulated }, plan.consistency).at;
  const show = options.format === 'ndjson' ? { show: printer(ports) } : {};
  const waves = rehearsedWaves(
    plan,
    valueOf(sight.standing.rings) ?? [],
    twinOf(plan, sight, options.seed),
  );
  const next = nextCommands(options);
  const rehearsed = planForTwin(plan, sight);
  const rehearsals = await eachSeed(options, ports, async (seed) => {
    const own = twinOf(plan, sight, seed);
    const state = { ...own, faults: [...own.faults, ...faults] };
    const parts = {
      plan: rehearsed,
      inventory,
      state,
      gates,
      detectors,
      longLook,
      waves,
      next,
      ...show,
    };
    return { ...(await rehearse(parts)), twin };
  });
  // A run begins now, whenever the twin was seen; a recording does not tell what clients use by now.
  const refusing = recording
    ? [planAgeProblem(plan, given.clock.now())].filter((why) => why !== undefined)
    : beginProblems(plan, inventory, ports.clock.now());
  const then = {
    run: nextCommand(['upgrade', 'run', options.plan], options),
    ...(refusing.length > 0 && {
      refused: { why: refusing.join('; '), anew: next.plan(plan) },
    }),
  };
  ports.streams.out(textOf(rehearsals, options, then));
  return rehearsals.every(isGood) ? exitCodes.ok : exitCodes.findings;
}

async function eachSeed(
  { seed: first, seeds = 1, format }: RehearseOptions,
  { live, signal }: Ports,
  rehearseWith: (seed: number) => Promise<Rehearsal>,
): Promise<readonly Rehearsal[]> {
  const rehearsals: Rehearsal[] = [];
  try {
    for (let seed = first; seed < first + seeds; seed += 1) {
      signal.throwIfAborted();
      // Events are lines of their own.
      if (format !== 'ndjson') live.update(`rehearsing ${seed - first + 1} of ${seeds}`);
      rehearsals.push(await rehearseWith(seed));
    }
    return rehearsals;
  } finally {
    live.stop();
  }
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

function originOf(plan: Plan, sight: Sight, recording: PlayedRecording | undefined): TwinOrigin {
  const { series, standing } = sight;
  const { all, wouldHold } = notCarriedOver(series, twinOf(plan, sight, 1), plan);
  return {
    at: standing.at,
    recording: recording?.origin ?? null,
    notCarriedOver: [
      ...all,
      ...modesAssumed(plan, [...series, standing]),
      ...notRehearsed(plan),
      ...tokensAssumed(plan, sight),
    ],
    wouldHold,
  };
}

/** A run compares them once the node is back. */
function tokensAssumed(plan: Plan, sight: Sight): readonly string[] {
  const unknown = tokensUnknown(plan, sight);
  if (unknown.length === 0) return [];
  return [
    `the tokens of ${unknown.join(', ')}, which nobody told: they are taken to be as planned`,
  ];
}

/** What is no part of a cluster, and so of no twin. */
function notRehearsed({ before, freeze }: Plan): readonly string[] {
  return [
    ...(before.includes('alerts') ? ['alerts of elsewhere, which are not asked for'] : []),
    ...(before.includes('maintenance-window')
      ? ['the maintenance window, to which a rehearsal is not held']
      : []),
    ...(freeze ? ['the commands freeze and unfreeze, which are not run'] : []),
  ];
}

function textOf(
  rehearsals: readonly Rehearsal[],
  options: RehearseOptions,
  then: AfterRehearsal,
): string {
  const [first] = rehearsals;
  const isJson = options.format === 'json';
  if (options.seeds !== undefined || !first) {
    const summary = summaryOf(rehearsals);
    return isJson ? jsonText(summary) : rehearsalSummaryText(summary);
  }
  if (options.format === 'ndjson') return `${JSON.stringify(first)}\n`;
  return isJson ? jsonText(first) : rehearsalText(first, then);
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function isGood({ how, breaches }: Rehearsal): boolean {
  return how === 'complete' && breaches.length === 0;
}

async function look({ inventory, ports, recording }: ClusterSource): Promise<Sight> {
  const sight = await watchAll(inventory, recording ? watchOf(recording) : { forMs: 0 }, ports);
  const { rings } = sight.standing;
  if (rings?.kind === 'missing') throw noTwin(rings.detail, recording);
  if (recording) return sight;
  const { limits, nodes } = inventory;
  const looks = looker(inventory, limits, onlyLooking(ports));
  try {
    return { ...sight, series: await lookOn(sight.series, looks.at(nodes), limits, ports) };
  } finally {
    ports.live.stop();
    await looks.close();
  }
}

function noTwin(why: string, recording: PlayedRecording | undefined): ToolError {
  return new ToolError(
    `no rehearsal: the replicas of the ranges were not seen: ${why}`,
    exitCodes.cannotTell,
    recording?.origin.isCutOff
      ? 'they are asked for last, and the recording was cut off: record again'
      : 'ringward health says which node did not answer, and why',
  );
}

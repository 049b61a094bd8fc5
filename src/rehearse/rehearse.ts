import type { Detector } from '../model/detector.ts';
import { ToolError } from '../model/errors.ts';
import type { UpgradeEvent } from '../model/event.ts';
import type { Gate } from '../model/gate.ts';
import type { Inventory } from '../model/inventory.ts';
import { nextCommands, type NextCommands } from '../model/next-command.ts';
import type { Plan } from '../model/plan.ts';
import type { Rehearsal, RehearsedWaves } from '../model/rehearsal.ts';
import { writeControl } from '../execute/control.ts';
import { runPlan } from '../execute/run.ts';
import type { RunParts } from '../execute/run-parts.ts';
import { runPaths } from '../execute/run-store.ts';
import { newsBy } from '../execute/whole-look.ts';
import { approvalsOf } from '../plan/approvals.ts';
import type { Ports } from '../ports/index.ts';
import { closedJmx } from '../ports/jmx.ts';
import { simulatedCluster, type SimulatedCluster } from '../simulate/cluster.ts';
import { simulatedCql } from '../simulate/cql.ts';
import { simulatedLooks, type OtherLook } from '../simulate/look.ts';
import { simulatedNews } from '../simulate/look-news.ts';
import { simulatedRunner } from '../simulate/runner.ts';
import type { ClusterState } from '../simulate/state.ts';
import { faultWatch } from './fault-watch.ts';
import { memoryFiles } from './memory-files.ts';
import { rehearsalOf } from './rehearsal.ts';
import { safetyWatch } from './safety-watch.ts';

export interface RehearsalParts {
  readonly plan: Plan;
  readonly inventory: Inventory;
  /** The twin, with its faults. */
  readonly state: ClusterState;
  readonly gates: readonly Gate[];
  readonly detectors: readonly Detector[];
  /** The way through commands and texts, for nodes whose tools are spoiled. */
  readonly longLook: (ports: SimulatedPorts) => OtherLook;
  /** How a command to type next is said. */
  readonly next?: NextCommands;
  /** Told of every event as it happens. */
  readonly show?: RunParts['show'];
  /** The same whatever happens on the twin, so worked out once for many. */
  readonly waves?: RehearsedWaves | undefined;
}

/** Stands for the id of a run in all that is said: a rehearsal leaves none that could be resumed. */
const runIdPlaceholder = 'RUN';

/** What of the ports is the twin's. */
export type SimulatedPorts = Pick<Ports, 'runner' | 'cql' | 'jmx' | 'clock' | 'secondSignal'>;

/** Carries the plan out on the twin, by the very executor; nothing of the real cluster is touched. */
export async function rehearse(parts: RehearsalParts): Promise<Rehearsal> {
  const { plan, state } = parts;
  const watch = safetyWatch(state, plan);
  const faults = faultWatch(state);
  const cluster = simulatedCluster(state, (changed, now) => {
    watch.observe(changed, now);
    faults.observe(changed, now);
  });
  const events: UpgradeEvent[] = [];
  const show = (event: UpgradeEvent) => {
    events.push(event);
    parts.show?.(event);
  };
  const failure = await carryOut(parts, cluster, show).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof ToolError) return error;
      throw error;
    },
  );
  const end = { ...cluster.state(), at: cluster.clock.now() };
  return rehearsalOf({ plan, events, failure, watch, faults, end, waves: parts.waves });
}

async function carryOut(
  parts: RehearsalParts,
  cluster: SimulatedCluster,
  show: RunParts['show'],
): Promise<void> {
  const { plan, inventory, gates, detectors } = parts;
  const never = new AbortController().signal;
  const ports = {
    clock: cluster.clock,
    machineClock: cluster.clock,
    runner: simulatedRunner(cluster, inventory.nodes, plan.freeze),
    cql: simulatedCql(cluster, inventory.nodes),
    jmx: closedJmx,
    files: await approvedIn(plan),
    processes: alone,
    signal: never,
    secondSignal: never,
  };
  const lookAt = simulatedLooks(cluster, plan.limits, parts.longLook(ports));
  await runPlan({
    runId: runIdPlaceholder,
    plan,
    inventory,
    gates,
    detectors,
    show,
    warn: () => undefined,
    ports,
    isRehearsal: true,
    alerts: () => Promise.reject(new Error('no alerts are asked for in a rehearsal')),
    stateDir: '/',
    next: parts.next ?? nextCommands({}),
    paths: runPaths('/', plan.cluster, runIdPlaceholder),
    lookAt,
    newsOf: simulatedNews(cluster, lookAt, newsBy),
  });
}

/** Where a run would wait for an operator a rehearsal goes on. */
async function approvedIn(plan: Plan): Promise<Ports['files']> {
  const files = memoryFiles();
  const paths = runPaths('/', plan.cluster, runIdPlaceholder);
  await writeControl(files, paths, { approved: approvalsOf(plan.nodes) });
  return files;
}

/** Nobody else can hold the lock of a rehearsal. */
const alone: Ports['processes'] = {
  commandLine: () => Promise.resolve(undefined),
  signal: () => false,
  listener: () => Promise.resolve(undefined),
  availableMemoryBytes: () => Promise.resolve(0),
  self: { pid: 1, hostname: 'rehearsal' },
};

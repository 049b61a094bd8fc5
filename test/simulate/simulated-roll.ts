import { readFileSync } from 'node:fs';
import { catalogue } from '../../src/cli/catalogue.ts';
import { looker } from '../../src/cli/look.ts';
import { askAlerts } from '../../src/collect/alerts.ts';
import { makePlan, type PlanWish } from '../../src/cli/make-plan.ts';
import { parsePlaybook } from '../../src/config/playbook.ts';
import { detectors } from '../../src/detect/index.ts';
import { writeControl } from '../../src/execute/control.ts';
import { readJournal } from '../../src/execute/journal.ts';
import { runPaths } from '../../src/execute/run-store.ts';
import { runPlan } from '../../src/execute/run.ts';
import type { RunParts } from '../../src/execute/run-parts.ts';
import { gates } from '../../src/gates/index.ts';
import { applyEvent, noProgress, type Progress, type UpgradeEvent } from '../../src/model/event.ts';
import type { FreezeCommands } from '../../src/model/freeze.ts';
import type { Inventory, InventoryNode } from '../../src/model/inventory.ts';
import { labLimits } from '../../src/model/limits.ts';
import { nextCommands } from '../../src/model/next-command.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Parallel } from '../../src/model/plan.ts';
import { approvalsOf } from '../../src/plan/approvals.ts';
import { safetyWatch } from '../../src/rehearse/safety-watch.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import type { ClusterWish } from '../../src/simulate/new-cluster.ts';
import type { ClusterState } from '../../src/simulate/state.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { fakeProcesses } from '../fakes/fake-processes.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { newsBy } from '../../src/execute/whole-look.ts';
import { simulatedLooks } from '../../src/simulate/look.ts';
import { simulatedNews } from '../../src/simulate/look-news.ts';
import { clusterOf, inventoryNodes, inventoryWith, simulatedFrom } from './simulated.ts';

export interface RollWish {
  readonly playbook?: string;
  readonly cluster?: Partial<ClusterWish>;
  /** The cluster otherwise than a new one. */
  readonly change?: (state: ClusterState) => ClusterState;
  /** What the plan may live with, and the like. */
  readonly wish?: Partial<Pick<PlanWish, 'accepted' | 'allowDown' | 'margin' | 'only'>>;
  /** There from the first step on; the plan is made before. */
  readonly faults?: readonly Fault[];
  /** What the inventory declares beside the nodes. */
  readonly declared?: Declared;
  /** Commands that take a node out of a balancer, and put it back. */
  readonly hasBalancer?: boolean;
  readonly parallel?: Parallel;
}

/** Where each shipped playbook begins, and ends: its cluster, and the release it goes to. */
export interface Scene {
  readonly cluster: Pick<ClusterWish, 'release' | 'compatibility'>;
  readonly toVersion?: string;
}

export const scenes: Readonly<Record<string, Scene>> = {
  'rolling-restart': { cluster: { release: '4.1.10' } },
  upgradesstables: { cluster: { release: '4.1.10' } },
  'clear-snapshots': { cluster: { release: '4.1.10' } },
  'patch-upgrade': { cluster: { release: '4.1.3' }, toVersion: '4.1.10' },
  'upgrade-3.11-to-4.0': { cluster: { release: '3.11.19' }, toVersion: '4.0.19' },
  'upgrade-3.11-to-4.1': { cluster: { release: '3.11.19' }, toVersion: '4.1.10' },
  'upgrade-4.0-to-4.1': { cluster: { release: '4.0.19' }, toVersion: '4.1.10' },
  'upgrade-4.0-to-5.0': { cluster: { release: '4.0.19' }, toVersion: '5.0.8' },
  'upgrade-4.1-to-5.0': { cluster: { release: '4.1.10' }, toVersion: '5.0.8' },
  'storage-mode-upgrading': { cluster: { release: '5.0.8' } },
  'storage-mode-none': { cluster: { release: '5.0.8', compatibility: 'UPGRADING' } },
  'downgrade-5.0-to-4.1': { cluster: { release: '5.0.8' }, toVersion: '4.1.10' },
};
type Declared = Partial<
  Pick<Inventory, 'alerts' | 'maintenanceWindow' | 'writeRead' | 'freeze' | 'nodes'>
>;

export const paths = runPaths('/state', 'sim', 'r1');

/** A shipped playbook's plan for a simulated cluster, and the executor that carries it out. */
export async function simulatedRoll(wish: RollWish = {}) {
  const { playbook = 'upgrade-4.1-to-5.0', faults = [], cluster, declared = {} } = wish;
  const { change = (state: ClusterState) => state, hasBalancer = false } = wish;
  const { cluster: own, ...to } = sceneOf(playbook);
  const { ports, world, ...staged } = stage(change(clusterOf({ ...own, ...cluster })), {
    hasBalancer,
  });
  const inventory = { ...staged.inventory, ...declared };
  const { parallel } = wish;
  const plan = await makePlan(
    { inventory, playbook: shipped(playbook), parallel, ...to, ...wish.wish },
    ports,
  );
  await writeControl(ports.files, paths, { approved: approvalsOf(plan.nodes) });
  const left = { [paths.control]: (await ports.files.readText(paths.control)) ?? '' };
  const now = { ...world.cluster.state(), at: world.clock.now(), faults };
  return rollOn(now, plan, left, { declared, hasBalancer });
}

export function sceneOf(playbook: string): Scene {
  const scene = scenes[playbook];
  if (!scene) throw new Error(`no scene for ${playbook}`);
  return scene;
}

export interface RollParts extends Partial<Pick<RunParts, 'gates' | 'detectors'>> {
  /** Without the way through text and rows, on which values stay the same (tested for every command). */
  readonly looksByValue?: boolean;
  readonly declared?: Declared;
  readonly hasBalancer?: boolean;
  /** `r1` unless it is said. */
  readonly runId?: string;
}

/** A run over a cluster as it is, with the files that an earlier part of the run left. */
export function rollOn(
  state: ClusterState,
  plan: Plan,
  left: Readonly<Record<string, string>> = {},
  {
    looksByValue = false,
    declared = {},
    hasBalancer = false,
    runId = 'r1',
    ...judges
  }: RollParts = {},
) {
  const own = runPaths('/state', 'sim', runId);
  const watch = safetyWatch(state, plan);
  const { freeze } = plan;
  const wish = { onChange: watch.observe, left, hasBalancer, ...(freeze ? { freeze } : {}) };
  const staged = stage(state, wish);
  const parts = { ...staged, inventory: { ...staged.inventory, ...declared } };
  const { inventory, ports, files, world } = parts;
  const shown: UpgradeEvent[] = [];
  const warned: string[] = [];
  const events = () => {
    const text = files.textOf(own.journal);
    return text === undefined ? [] : readJournal(text, own.journal, '');
  };
  const carryOn = async (known?: Progress, isSettling?: boolean) => {
    const looks = looker(inventory, labLimits, ports, plan.consistency);
    const alerts = () => askAlerts(inventory.alerts, ports);
    const progress = known ? { progress: known } : {};
    const show = (event: UpgradeEvent) => void shown.push(event);
    const values = simulatedLooks(world.cluster, labLimits, looks.at);
    const asked = looksByValue
      ? { lookAt: values, newsOf: simulatedNews(world.cluster, values, newsBy) }
      : { lookAt: looks.at };
    try {
      await runPlan({
        ...{
          runId,
          plan,
          inventory,
          stateDir: '/state',
          paths: own,
          next: nextCommands({}),
          ...{ gates, detectors, ...judges },
        },
        warn: (text) => void warned.push(text),
        ...{ ...asked, alerts, show, ports, isSettling, ...progress },
      });
    } finally {
      await looks.close();
    }
  };
  const run = () => carryOn();
  /** From what the journal says, unless it was read before. */
  const resume = (known = events().reduce(applyEvent, noProgress)) => carryOn(known);
  const settle = () => carryOn(events().reduce(applyEvent, noProgress), true);
  return { ...world, ...parts, plan, watch, shown, warned, events, run, resume, settle };
}

/** Every port: the cluster's are simulated, the rest is in memory. */
function stage(
  state: ClusterState,
  wish: {
    readonly onChange?: (state: ClusterState, now: number) => void;
    readonly left?: Readonly<Record<string, string>>;
    readonly hasBalancer: boolean;
    readonly freeze?: FreezeCommands;
  },
) {
  const { onChange, left = {}, hasBalancer, freeze } = wish;
  const plain = inventoryNodes(state.nodes.map(({ address }) => address));
  const known = hasBalancer ? plain.map(withBalancer) : plain;
  const world = simulatedFrom(state, onChange, known, freeze);
  const { runner, cql, clock, nodes } = world;
  const files = memoryFiles(left);
  const [soft, hard] = [new AbortController(), new AbortController()];
  const signals = { signal: soft.signal, secondSignal: hard.signal };
  const given = { runner, cql, clock, processes: fakeProcesses(), ...signals };
  const consistency = { default: ['LOCAL_QUORUM'] } as const;
  const inventory: Inventory = { ...inventoryWith(nodes), consistency };
  return { world, files, soft, hard, inventory, ports: { ...fakePorts(given), files } };
}

function withBalancer(node: InventoryNode): InventoryNode {
  const { address, commands } = node;
  const quiesce = ['balancer', 'remove', address];
  const unquiesce = ['balancer', 'add', address];
  return { ...node, commands: { ...commands, quiesce, unquiesce } };
}

function shipped(name: string) {
  const file = new URL(`../../playbooks/${name}.yaml`, import.meta.url).pathname;
  return parsePlaybook(readFileSync(file, 'utf8'), file, catalogue, labLimits);
}

import type { Gate } from '../../src/model/gate.ts';
import type { FreezeCommands } from '../../src/model/freeze.ts';
import type { InventoryNode } from '../../src/model/inventory.ts';
import { labLimits } from '../../src/model/limits.ts';
import type { Plan, PlannedNode } from '../../src/model/plan.ts';
import type { PlannedStep } from '../../src/model/step.ts';
import { filledCommands } from '../../src/plan/commands.ts';
import type { CommandResult, RunRequest } from '../../src/ports/runner.ts';
import { understand } from '../../src/simulate/commands.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import type { ClusterState, SimulatedNode } from '../../src/simulate/state.ts';
import { rollOn } from '../simulate/simulated-roll.ts';
import { clusterOf, inventoryNodes } from '../simulate/simulated.ts';

export const addresses = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];

export const upgradeSteps: readonly PlannedStep[] = [
  { kind: 'drain', params: { timeoutMs: 30_000, onTimeout: 'stop' } },
  { kind: 'stop', params: { timeoutMs: 60_000 } },
  { kind: 'install', params: { timeoutMs: 60_000 } },
  { kind: 'configure', params: { timeoutMs: 60_000 } },
  { kind: 'start', params: { timeoutMs: 60_000 } },
  { kind: 'await-return', params: { timeoutMs: 60_000, consecutive: 2 } },
  { kind: 'soak', params: { forMs: 10_000, holdMs: 10_000, compare: 'none' } },
];

const changing =
  / (disablebinary|enablebinary|upgradesstables|drain|stop|install|configure|start)\b/;

/** Passes when every node but the subject serves. */
const othersServe: Gate = {
  id: 'others-serve',
  title: 'every other node answers',
  needs: ['cql-local'],
  judge: ({ snapshot, subject }) => {
    const down = snapshot.nodes.find(
      (node) => node.address !== subject.address && node.sources['cql-local']?.kind !== 'seen',
    );
    return down ? { kind: 'wait', reason: `${down.address} does not answer` } : { kind: 'pass' };
  },
};

/** Passes when the subject serves on the target release. */
const subjectServes: Gate = {
  id: 'subject-serves',
  title: 'the node answers on the target release',
  needs: ['cql-local'],
  judge: ({ snapshot, subject }) => {
    const seen = snapshot.nodes.find((node) => node.address === subject.address)?.sources[
      'cql-local'
    ];
    if (seen?.kind !== 'seen') return { kind: 'wait', reason: 'does not answer' };
    const { releaseVersion } = seen.value;
    if (subject.targetVersion !== undefined && releaseVersion !== subject.targetVersion) {
      return { kind: 'refuse', reason: `runs ${releaseVersion}` };
    }
    return { kind: 'pass' };
  },
};

const noFindings: Gate = {
  id: 'no-holding-findings',
  title: 'nothing is found',
  needs: [],
  judge: () => ({ kind: 'pass' }),
};

export interface SmallRollWish {
  /** In the place of those of an upgrade. */
  readonly steps?: readonly PlannedStep[];
  readonly toVersion?: string | undefined;
  readonly faults?: readonly Fault[];
  /** The limit of its own that the gate before a node has. */
  readonly ownLimit?: NonNullable<Gate['ownLimit']>;
  readonly freeze?: FreezeCommands;
  /** The cluster otherwise than three healthy nodes. */
  readonly cluster?: (state: ClusterState) => ClusterState;
}

/**
 * The executor over three simulated nodes with a plan and gates so small that all of them are in sight;
 * `resume()` goes on as after a crash. The shipped playbooks and gates are rolled in faults.test.ts.
 */
export function smallRoll(wish: SmallRollWish = {}) {
  const { cluster = (state: ClusterState) => state, faults } = wish;
  const ownLimit = wish.ownLimit ? { ownLimit: wish.ownLimit } : {};
  const toVersion = 'toVersion' in wish ? wish.toVersion : '5.0.8';
  const state = cluster(clusterOf({ vnodes: 16 }, faults));
  const gates = [{ ...othersServe, ...ownLimit }, subjectServes, noFindings];
  const freeze = wish.freeze ? { freeze: wish.freeze } : {};
  const plan = { ...planOf(state, toVersion, wish.steps), ...freeze };
  const roll = rollOn(state, plan, {}, { gates, detectors: [] });
  const run = roll.ports.runner.run.bind(roll.ports.runner);
  const commands: string[] = [];
  const endings = new Map<string, CommandResult[]>();
  const hooks: { readonly line: string; readonly act: () => void }[] = [];
  roll.ports.runner.run = async (request) => {
    const line = lineOf(request, roll.nodes);
    commands.push(line);
    for (const hook of hooks) if (hook.line === line) hook.act();
    const ending = endings.get(line)?.shift();
    if (ending) return ending;
    return await run(request);
  };
  return {
    ...roll,
    gates,
    /** Commands that are to change something, in order: `10.0.0.1 install 5.0.8`. */
    acts: () => commands.filter((line) => changing.test(line)),
    forget: () => void (commands.length = 0),
    /** What happens when this command is about to run. */
    when: (line: string, act: () => void) => void hooks.push({ line, act }),
    /** How this command ends, time after time, with nothing done; then it does as ever. */
    ends: (line: string, ...how: CommandResult[]) => void endings.set(line, how),
    /** What somebody does by hand, unseen by `acts`. */
    byHand: async (what: 'stop' | 'start', address: string) => {
      const argv = ['ssh', address, 'systemctl', what, 'cassandra'];
      await run({ node: address, argv, timeoutMs: 600_000 });
    },
    mend: () => {
      roll.cluster.change({ ...roll.cluster.state(), faults: [] });
    },
    stops: () => roll.cluster.state().nodes.map(({ stops }) => stops),
    releases: () => roll.cluster.state().nodes.map(({ lives }) => lives.at(-1)?.release),
  };
}

/** Of the whole cluster: the command as it is. */
function lineOf({ node: address, argv }: RunRequest, nodes: readonly InventoryNode[]): string {
  if (address === undefined) return argv.join(' ');
  const node = nodes.find((each) => each.address === address);
  if (!node) throw new Error(`no node ${address}`);
  const { kind, given } = understand(node, argv);
  return [address, kind, given].filter(Boolean).join(' ');
}

export function planOf(
  { nodes }: ClusterState,
  toVersion: string | undefined,
  wanted = upgradeSteps,
): Plan {
  const steps = wanted.filter(
    ({ kind }) => toVersion !== undefined || (kind !== 'install' && kind !== 'configure'),
  );
  return {
    format: 1,
    createdAt: 0,
    cluster: 'sim',
    playbook: 'test',
    ...(toVersion === undefined ? {} : { toVersion }),
    limits: labLimits,
    topologyDigest: 't1',
    consistency: {},
    before: ['others-serve'],
    after: ['subject-serves'],
    cures: [],
    baseline: [],
    warnings: [],
    nodes: nodes.map((node) => plannedNode(node, toVersion, steps)),
    digest: 'd1',
  };
}

function plannedNode(
  { address, hostId, dc, rack, tokens, installed }: SimulatedNode,
  toVersion: string | undefined,
  steps: readonly PlannedStep[],
): PlannedNode {
  const [node] = inventoryNodes([address]);
  return {
    ...{ address, hostId, dc, rack, tokenCount: tokens.length, fromVersion: installed },
    ...{ reason: 'its turn', steps },
    commands: node ? filledCommands(node, toVersion ?? installed) : {},
  };
}

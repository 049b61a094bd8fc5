import { noProgress, applyEvent, type Progress, type UpgradeEvent } from '../../src/model/event.ts';
import type { Gate } from '../../src/model/gate.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { labLimits } from '../../src/model/limits.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { PlannedStep } from '../../src/model/step.ts';
import { readJournal } from '../../src/execute/journal.ts';
import { runPlan } from '../../src/execute/run.ts';
import { runPaths } from '../../src/execute/run-store.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { fakeNodes } from '../fakes/fake-nodes.ts';
import { fakeProcesses } from '../fakes/fake-processes.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

export const addresses = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];

export const upgradeSteps: readonly PlannedStep[] = [
  { kind: 'drain', params: { timeoutMs: 30_000, onTimeout: 'stop' } },
  { kind: 'stop', params: { timeoutMs: 60_000 } },
  { kind: 'install', params: { timeoutMs: 60_000 } },
  { kind: 'configure', params: { timeoutMs: 60_000 } },
  { kind: 'start', params: { timeoutMs: 60_000 } },
  { kind: 'await-return', params: { timeoutMs: 60_000, consecutive: 2 } },
  { kind: 'soak', params: { forMs: 10_000, holdMs: 10_000 } },
];

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

/** A run over three fake nodes, with its files in memory; `run()` may be called again, as after a crash. */
export function fakeRun(
  options: {
    readonly toVersion?: string | undefined;
    readonly steps?: readonly PlannedStep[];
    /** The limit of its own that the gate before a node has. */
    readonly ownLimit?: NonNullable<Gate['ownLimit']>;
  } = {},
) {
  const clock = fakeClock(Date.UTC(2026, 0, 1));
  const nodes = fakeNodes(addresses, clock);
  const files = memoryFiles();
  const processes = fakeProcesses();
  const ownLimit = options.ownLimit ? { ownLimit: options.ownLimit } : {};
  const toVersion = 'toVersion' in options ? options.toVersion : '5.0.8';
  const plan = planOf(nodes.planned(options.steps ?? upgradeSteps), toVersion);
  const paths = runPaths('/state', 'fake', 'r1');
  const soft = new AbortController();
  const hard = new AbortController();
  const shown: UpgradeEvent[] = [];
  const events = () => {
    const text = files.textOf(paths.journal);
    return text === undefined ? [] : readJournal(text, paths.journal);
  };
  const run = (progress?: Progress) =>
    runPlan({
      runId: 'r1',
      plan,
      inventory: inventoryOf(),
      stateDir: '/state',
      paths,
      ...(progress ? { progress } : {}),
      gates: [{ ...othersServe, ...ownLimit }, subjectServes, noFindings],
      detectors: [],
      lookAt: () => nodes.look,
      show: (event) => void shown.push(event),
      ports: {
        clock,
        files,
        processes,
        runner: nodes.runner,
        signal: soft.signal,
        secondSignal: hard.signal,
      },
    });
  const resume = () => run(events().reduce(applyEvent, noProgress));
  return { clock, nodes, files, processes, plan, paths, soft, hard, shown, events, run, resume };
}

function planOf(planned: Plan['nodes'], toVersion: string | undefined): Plan {
  return {
    format: 1,
    createdAt: 0,
    cluster: 'fake',
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
    nodes: planned,
    digest: 'd1',
  };
}

function inventoryOf(): Inventory {
  return {
    cluster: 'fake',
    transport: 'local',
    nodes: addresses.map((address) => ({
      address,
      cqlAddress: address,
      cqlPort: 9042,
      nodetool: ['nodetool'],
      commands: {},
    })),
    cql: {},
    consistency: {},
    limits: labLimits,
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskFiles } from '../../src/adapters/disk-files.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { systemProcesses } from '../../src/adapters/system-processes.ts';
import { runProgram } from '../../src/cli/program.ts';
import { simulatedLabState, writeSimulatedLab } from '../../src/cli/simulated-lab.ts';
import { readJournal } from '../../src/execute/journal.ts';
import type { UpgradeEvent } from '../../src/model/event.ts';
import type { ClusterFile } from '../../src/simulate/file-cluster.ts';
import type { ClusterState, SimulatedNode } from '../../src/simulate/state.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import type { Ended, Running } from '../lab/ringward.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runBin, startBin } from './run-bin.ts';

const network = '127.0.77';
export const addresses = [`${network}.1`, `${network}.2`, `${network}.3`] as const;

export interface LabWish {
  readonly pace?: number;
  /** The cluster otherwise than three healthy nodes. */
  readonly cluster?: (state: ClusterState) => ClusterState;
}

export type SimulatedLab = Awaited<ReturnType<typeof simulatedLab>>;

/** Three simulated nodes in a folder, which every process that is started in it sees as one cluster. */
export async function simulatedLab({ pace = 200, cluster = (state) => state }: LabWish = {}) {
  const folder = join(temporaryFolder(), 'lab');
  const wish = { version: '4.1.10', nodes: 3, network, name: 'ringward-simulated', seed: 1 };
  const state = cluster(simulatedLabState(wish, systemClock.now()));
  await writeSimulatedLab(folder, state, { files: diskFiles, clock: systemClock }, pace);
  const run = (line: string) => runBin(folder, line);
  return {
    folder,
    run,
    mustRun: async (line: string) => expectOk(line, await run(line)),
    start: (line: string): Running => startBin(folder, line),
    runHere: (line: string) => runHere(folder, line),
    here: async (line: string) => expectOk(line, await runHere(folder, line)),
    state: () => stateIn(folder),
    nodes: () => stateIn(folder).nodes.map(stopsAndRelease),
    /** Of the only run there was. */
    journal: () => readJournalOf(folder),
  };
}

/** The same lab with a plan for its way to 5.0.8. */
export async function plannedLab(wish: LabWish = {}): Promise<SimulatedLab> {
  const lab = await simulatedLab(wish);
  await lab.here('upgrade plan --to 5.0.8');
  return lab;
}

/** Every node serves, and no client is let in from here. */
export function withoutClients(state: ClusterState): ClusterState {
  const closed = ({ address }: SimulatedNode) =>
    ({ kind: 'cql-unreachable', node: address }) as const;
  return { ...state, faults: state.nodes.map(closed) };
}

/** The last node was stopped a minute ago. */
export function withLastDown(state: ClusterState): ClusterState {
  const last = state.nodes.at(-1);
  const end = { at: state.at - 60_000, announced: true };
  const nodes = state.nodes.map((node) => {
    return node === last ? { ...node, lives: node.lives.map((life) => ({ ...life, end })) } : node;
  });
  return { ...state, nodes };
}

/** As another process would, in this one: what is not under test need not cost a start of Node. */
async function runHere(folder: string, line: string): Promise<Ended> {
  const packageFolder = new URL('../..', import.meta.url).pathname;
  const fakes = fakePorts({
    ...{ clock: systemClock, processes: systemProcesses, cwd: folder, env: { HOME: folder } },
    self: { execPath: process.execPath, script: 'bin/ringward.js', packageFolder },
  });
  const code = await runProgram(line.split(' '), { ...fakes, files: diskFiles });
  const { streams } = fakes;
  return { code, signal: null, out: streams.outText(), err: streams.errText() };
}

function expectOk(line: string, ended: Ended): Ended {
  if (ended.code === 0) return ended;
  throw new Error(`ringward ${line} ended ${String(ended.code)}:\n${ended.out}${ended.err}`);
}

function stateIn(folder: string): ClusterState {
  const text = readFileSync(join(folder, 'cluster.json'), 'utf8');
  return (JSON.parse(text) as ClusterFile).state;
}

function stopsAndRelease({ stops, lives }: SimulatedNode) {
  return { stops, release: lives.at(-1)?.release };
}

function journalIn(folder: string): string {
  const runs = join(folder, '.local/state/ringward/ringward-simulated/runs');
  const [run = ''] = readdirSync(runs);
  return join(runs, run, 'journal.ndjson');
}

function readJournalOf(folder: string): readonly UpgradeEvent[] {
  try {
    const path = journalIn(folder);
    return readJournal(readFileSync(path, 'utf8'), path, '');
  } catch {
    // It has not begun.
    return [];
  }
}

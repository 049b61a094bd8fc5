import { posix as path } from 'node:path';
import { yamlText } from '../config/yaml-text.ts';
import { labCommand } from '../lab/command-line.ts';
import { labFolder } from '../lab/lab-paths.ts';
import { inTheWay, type LabEntries } from '../lab/purge.ts';
import { loadKeyspace } from '../lab/load-schema.ts';
import {
  dataCenter,
  inventoryPath,
  labNodes,
  loadFolder,
  specPath,
  type ClientSpec,
} from '../lab/spec.ts';
import { UsageError } from '../model/errors.ts';
import { groupBy } from '../model/group-by.ts';
import type { Instant } from '../model/instant.ts';
import type { Ports } from '../ports/index.ts';
import { uuidOf, wholeBetween } from '../simulate/chance.ts';
import type { SimulatedCluster } from '../simulate/cluster.ts';
import { clusterFileText, type FileCluster } from '../simulate/file-cluster.ts';
import { newCluster } from '../simulate/new-cluster.ts';
import type { ClusterState } from '../simulate/state.ts';
import { usualPace } from './lab-flags.ts';
import { openSimulated } from './open-simulated.ts';

/** A lab of simulated nodes: its folder holds the cluster as a value, and an inventory. */
export interface SimulatedLab {
  readonly dir: string;
  readonly inventory: string;
  readonly cluster: FileCluster;
}

interface ClusterIdentity {
  readonly name: string;
  readonly seed: number;
}

interface SimulatedLabWish {
  readonly version: string;
  readonly nodes: number;
  readonly racks?: number | undefined;
  readonly network: string;
}

/** Undefined when the folder holds none. */
export async function findSimulatedLab(
  dirFlag: string | undefined,
  ports: Ports,
): Promise<SimulatedLab | undefined> {
  const dir = labFolder(dirFlag, ports);
  return (await ports.files.exists(clusterPath(dir))) ? await openLab(dir, ports) : undefined;
}

/** Writes cluster and inventory into a folder without such files. One real ms is `pace` simulated ones. */
export async function makeSimulatedLab(
  dir: string,
  wish: SimulatedLabWish,
  pace: number,
  ports: Ports,
): Promise<SimulatedLab> {
  await requireFree(dir, ports);
  const now = ports.clock.now();
  const state = simulatedLabState({ ...wish, ...ownIdentity(dir, now) }, now);
  await writeSimulatedLab(dir, state, ports, pace);
  return await openLab(dir, ports);
}

async function requireFree(dir: string, ports: Ports): Promise<void> {
  const other = 'give another folder: --dir DIR';
  if (await ports.files.exists(specPath(dir))) {
    throw new UsageError(
      `the lab in ${dir} is one of real nodes`,
      `${other}, or remove it first: ${labCommand(dir, ports, 'down', '--purge')}`,
    );
  }
  const taken = await inTheWay(dir, simulatedEntries, ports);
  if (taken === undefined) return;
  throw new UsageError(
    `${dir} is no lab, and holds ${taken}, which a lab there would write over`,
    other,
  );
}

/** A lab that is made anew in the same folder is another one, too: no run of the first goes on there. */
function ownIdentity(dir: string, at: Instant): ClusterIdentity {
  return { name: ownName(dir, at), seed: wholeBetween(1, 2 ** 31, 0, dir, at) };
}

/** Of other keys another name: runs and locks are kept by the name of the cluster. */
export function ownName(...keys: readonly (string | number)[]): string {
  return `ringward-simulated-${uuidOf(0, ...keys).slice(0, 8)}`;
}

/** The cluster as it is now, to go on with its own time from here. */
export async function writeSimulatedLab(
  dir: string,
  state: ClusterState,
  { files, clock }: Pick<Ports, 'files' | 'clock'>,
  pace = usualPace,
): Promise<void> {
  await files.makeFolder(dir);
  const from = { factor: pace, realAt: clock.now(), simulatedAt: state.at };
  const kind = 'ringward-simulated-cluster';
  const text = clusterFileText({ format: 1, kind, pace: from, state });
  await files.writeText(clusterPath(dir), text, 0o644);
  await files.writeText(inventoryPath(dir), simulatedInventoryText(dir, state), 0o644);
}

/** As the real lab: one rack a node unless it is said, addresses of loopback. */
export function simulatedLabState(
  wish: SimulatedLabWish & ClusterIdentity,
  at: Instant,
): ClusterState {
  const { network, nodes: nodeCount, racks = nodeCount } = wish;
  const nodes = labNodes({ dir: '', network, nodeCount, racks });
  const counts = [...groupBy(nodes, ({ rack }) => rack)].map(
    ([rack, { length }]) => [rack, length] as const,
  );
  return newCluster({
    name: wish.name,
    seed: wish.seed,
    at,
    release: wish.version,
    dcs: { [dataCenter]: Object.fromEntries(counts) },
    vnodes: 16,
    keyspaces: [],
    addressOf: (number) => `${wish.network}.${number}`,
  });
}

/** An inventory like any other, save for its transport; its nodetool and commands can be typed. */
export function simulatedInventoryText(
  dir: string,
  { name: cluster, nodes }: ClusterState,
): string {
  const command = (name: string, ...more: readonly string[]) => [
    ...['ringward', 'lab', 'exec', '--dir', dir, '{address}', name],
    ...more,
  ];
  return yamlText({
    cluster,
    limits: 'lab',
    transport: { simulated: clusterFile },
    consistency: { default: ['LOCAL_QUORUM'], [loadKeyspace]: ['QUORUM'] },
    nodetool: command('nodetool'),
    commands: {
      stop: command('stop'),
      running: command('running'),
      fetch: command('fetch', '{version}'),
      install: command('install', '{version}'),
      configure: command('configure', '{version}'),
      clearCompactionHistory: command('clearCompactionHistory'),
      storageCompatibility: command('storageCompatibility', '{mode}'),
      start: command('start'),
      log: command('log'),
    },
    nodes: nodes.map(({ address }) => address),
  });
}

/** What the load has to know. */
export function clientSpecOf({
  dir,
  cluster,
}: {
  readonly dir: string;
  readonly cluster: SimulatedCluster;
}): ClientSpec {
  const { nodes } = cluster.state();
  return { dir, network: networkOf(nodes), nodeCount: nodes.length, auth: false, tls: false };
}

export function networkOf([first]: ClusterState['nodes']): string {
  return first?.address.split('.').slice(0, 3).join('.') ?? '';
}

async function openLab(dir: string, ports: Ports): Promise<SimulatedLab> {
  const cluster = await openSimulated(clusterPath(dir), ports);
  return { dir, inventory: inventoryPath(dir), cluster };
}

const clusterFile = 'cluster.json';

/** What lies in the folder of a simulated lab and is the lab's. */
export const simulatedEntries: LabEntries = {
  mark: clusterFile,
  others: [path.basename(inventoryPath('')), path.basename(loadFolder(''))],
};

export function clusterPath(dir: string): string {
  return path.join(dir, clusterFile);
}

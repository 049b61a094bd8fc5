import { posix as path } from 'node:path';
import { parseInventory } from '../config/inventory.ts';
import { inventoryPath } from '../lab/spec.ts';
import { UsageError } from '../model/errors.ts';
import { nextCommand } from '../model/next-command.ts';
import type { ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { simulatedCluster, type OwnCluster } from '../simulate/cluster.ts';
import { instantFiles } from '../simulate/instant-files.ts';
import { tellStory } from './lab-demo-story.ts';
import type { LabDemoFlags } from './lab-flags.ts';
import {
  clientSpecOf,
  ownName,
  simulatedInventoryText,
  simulatedLabState,
  writeSimulatedLab,
} from './simulated-lab.ts';
import { simulatedPorts } from './simulated-ports.ts';
import { stateDirOf } from './state-dir.ts';

const playbookName = 'upgrade-4.1-to-5.0';
const getReal =
  'for real nodes install Java 17 and Maven (Debian: apt install openjdk-17-jre-headless maven), then: npm start';

/** The same story on simulated nodes, in their time: minutes there are moments here. */
export async function runSimulatedDemo(
  flags: LabDemoFlags,
  why: string,
  ports: Ports,
): Promise<ExitCode> {
  const say = (text: string) => {
    ports.streams.out(`\n${text}\n`);
  };
  ports.streams.out(`This is a SIMULATED cluster: ${why}; ${getReal}\n`);
  const dir = await folderOf(flags, ports);
  say(
    `Ringward looks at the health of three simulated Cassandra ${flags.from} nodes and rolls them to ${flags.to} ` +
      'while a client reads and writes at QUORUM. The nodes, their data and their time are simulated; ' +
      'everything else is what a real roll runs.',
  );
  say('1/5 Nodes');
  const identity = { name: ownName(dir), seed: 1 };
  const wish = { version: flags.from, nodes: 3, network: flags.network, ...identity };
  const cluster = simulatedCluster(simulatedLabState(wish, ports.clock.now()));
  const inventory = inventoryOf(cluster, dir);
  const { nodes } = cluster.state();
  ports.streams.out(nodes.map(({ address, rack }) => `${address} ${rack}, simulated\n`).join(''));
  const spec = clientSpecOf({ dir, cluster });
  const there = inNoTime(cluster, simulatedPorts(cluster, inventory, ports));
  try {
    const inventoryFile = inventoryPath(dir);
    const story = { to: flags.to, playbookName, inventory, inventoryFile, spec, say };
    return await tellStory(story, there);
  } finally {
    if (flags.keep) await keep(cluster, dir, ports);
    ports.streams.out(`on a SIMULATED cluster: ${why}\n${getReal}\n`);
  }
}

/** The demo's own folder begins empty; another must be. */
async function folderOf({ dir: given }: LabDemoFlags, ports: Ports): Promise<string> {
  const dir = path.resolve(ports.cwd, given ?? `${stateDirOf(undefined, ports)}/demo-simulated`);
  if (given === undefined) await ports.files.remove(dir);
  const [first] = await ports.files.list(dir);
  if (first === undefined) return dir;
  throw new UsageError(`${dir} is not empty (it holds ${first})`, 'give another folder: --dir DIR');
}

function inventoryOf(cluster: OwnCluster, dir: string) {
  const text = simulatedInventoryText(dir, cluster.state());
  return parseInventory(text, inventoryPath(dir));
}

/** What this machine does for the roll takes no time in the cluster. */
function inNoTime({ clock }: OwnCluster, ports: Ports): Ports {
  const { processes } = ports;
  return {
    ...ports,
    files: instantFiles(ports.files, clock),
    processes: { ...processes, commandLine: (pid) => clock.hold(processes.commandLine(pid)) },
  };
}

async function keep(cluster: OwnCluster, dir: string, ports: Ports): Promise<void> {
  const state = { ...cluster.state(), at: cluster.clock.now() };
  await writeSimulatedLab(dir, state, ports);
  const look = nextCommand(['health'], { inventory: inventoryPath(dir) });
  ports.streams.err(`the cluster stays: ${look}\n`);
}

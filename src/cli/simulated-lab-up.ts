import { labCommand } from '../lab/command-line.ts';
import { labFolder } from '../lab/lab-paths.ts';
import { conflictWith, type Settings } from '../lab/up-conflict.ts';
import { newLab } from '../lab/up-options.ts';
import { StepFailed, UsageError } from '../model/errors.ts';
import type { Ports } from '../ports/index.ts';
import { usualPace, type LabUpFlags } from './lab-flags.ts';
import { simulatedStatus, startAll } from './simulated-lab-acts.ts';
import {
  findSimulatedLab,
  makeSimulatedLab,
  networkOf,
  type SimulatedLab,
} from './simulated-lab.ts';
import { simulatedVersion } from './simulated-version.ts';

/** Makes a lab, or lets one that is there go on as it is. Its inventory. */
export async function simulatedUp(
  version: string | undefined,
  flags: LabUpFlags,
  ports: Ports,
): Promise<string> {
  refuseRealOnly(flags);
  const [wanted] = [version, ...flags.also].map((each) =>
    each === undefined ? undefined : simulatedVersion(each),
  );
  const dir = labFolder(flags.dir, ports);
  const known = await findSimulatedLab(dir, ports);
  if (known) refuseOther(known, wanted, flags, ports);
  const isUp = known && simulatedStatus(known).every(({ answersCql }) => answersCql);
  const lab = known ?? (await makeLab(dir, wanted, flags, ports));
  if (!isUp) await startAll(lab);
  requireAnswers(lab, ports);
  const { nodes } = lab.cluster.state();
  ports.streams.err(
    `the lab is up${isUp ? ' already' : ''}: ${nodes.length} SIMULATED ${nodes.length === 1 ? 'node' : 'nodes'}, inventory ${lab.inventory}; ` +
      `their time goes ${lab.cluster.pace.factor} times as fast\n`,
  );
  return lab.inventory;
}

/** A fault may keep a node from coming. */
function requireAnswers(lab: SimulatedLab, ports: Ports): void {
  const silent = simulatedStatus(lab).find(({ answersCql }) => !answersCql);
  if (!silent) return;
  const on = (command: string, word: string) =>
    labCommand(lab.dir, ports, command, silent.name, word);
  throw new StepFailed(
    `${silent.name} (${silent.address}) does not answer CQL`,
    `end its faults, stop it and bring the lab up again: ${on('fault', 'release')}; ${on('exec', 'stop')}`,
  );
}

async function makeLab(
  dir: string,
  version: string = newLab.version,
  { nodes = newLab.nodes, racks, network = newLab.network, pace = usualPace }: LabUpFlags,
  ports: Ports,
): Promise<SimulatedLab> {
  return await makeSimulatedLab(dir, { version, nodes, racks, network }, pace, ports);
}

/** As a lab of real nodes: what was asked for and is otherwise is an error, not a surprise. */
function refuseOther(
  { dir, cluster }: SimulatedLab,
  version: string | undefined,
  { network, nodes: count, racks, pace }: LabUpFlags,
  ports: Ports,
): void {
  const { nodes } = cluster.state();
  const asked = {
    '--network': network,
    '--nodes': count,
    '--racks': racks,
    '--pace': pace,
    version,
  };
  const installed = new Set(nodes.map((node) => node.installed));
  const has: Settings = {
    '--network': networkOf(nodes),
    '--nodes': nodes.length,
    '--racks': new Set(nodes.map(({ rack }) => rack)).size,
    '--pace': cluster.pace.factor,
    version: installed.has(version ?? '') ? version : [...installed].join(' and '),
  };
  const conflict = conflictWith(has, asked);
  if (conflict === undefined) return;
  throw new UsageError(
    `the lab in ${dir} has ${conflict}`,
    `use it as it is: ${labCommand(dir, ports, 'up', '--simulated')}, ` +
      `or remove it first: ${labCommand(dir, ports, 'down', '--purge')}`,
  );
}

function refuseRealOnly({ heap, java, tarball, auth, tls, defaultRf }: LabUpFlags): void {
  const given = Object.entries({
    ...{ '--heap': heap, '--java': java, '--tarball': tarball, '--auth': auth, '--tls': tls },
    '--default-rf': defaultRf,
  }).find(([, value]) => value !== undefined);
  if (!given) return;
  throw new UsageError(
    `${given[0]} is for real nodes, not for --simulated`,
    'leave one of the two out',
  );
}

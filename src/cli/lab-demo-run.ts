import { labDown } from '../lab/down.ts';
import { labCommand } from '../lab/command-line.ts';
import { labFolder } from '../lab/lab-paths.ts';
import { whyNoRealLab } from '../lab/possible.ts';
import { commonJavaMajors, releaseOf } from '../lab/releases.ts';
import { readSpec } from '../lab/spec-file.ts';
import { labUp } from '../lab/up.ts';
import { UsageError } from '../model/errors.ts';
import { labLimits } from '../model/limits.ts';
import type { ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { tellStory, type Say } from './lab-demo-story.ts';
import type { LabDemoFlags } from './lab-flags.ts';
import { loadInventory } from './load-inventory.ts';
import { loadPlaybook } from './load-playbook.ts';
import { stateDirOf } from './state-dir.ts';

const playbookName = 'upgrade-4.1-to-5.0';

/** The quick start: one command, the whole story, on real nodes where they can run. */
export async function runLabDemo(flags: LabDemoFlags, ports: Ports): Promise<ExitCode> {
  await checkVersions(flags, ports);
  const why = flags.simulated
    ? 'asked for with --simulated'
    : await whyNoRealLab([releaseOf(flags.from), releaseOf(flags.to)], ports);
  if (why === undefined) return await realDemo(flags, ports);
  const { runSimulatedDemo } = await import('./lab-demo-simulated.ts');
  return await runSimulatedDemo(flags, why, ports);
}

/** Nothing is left running unless asked. */
async function realDemo(flags: LabDemoFlags, ports: Ports): Promise<ExitCode> {
  const say: Say = (text) => {
    ports.streams.out(`\n${text}\n`);
  };
  const dir = labFolder(flags.dir ?? `${stateDirOf(undefined, ports)}/demo`, ports);
  const isThere = (await readSpec(dir, ports.files)) !== undefined;
  if (isThere && flags.dir !== undefined) throw isTaken(dir, ports);
  say(
    `Ringward brings up three real Cassandra ${flags.from} nodes on ${flags.network}.1-3, looks at their health and ` +
      `rolls them to ${flags.to} while a client reads and writes at QUORUM. About 5 minutes, ` +
      'and a download of about 150 MB the first time.',
  );
  if (isThere) await labDown({ dir, purge: true }, ports);
  say('1/5 Nodes');
  const lab = await labUp(
    { ...labOptions, version: flags.from, also: [flags.to], network: flags.network, dir },
    ports,
  );
  try {
    const inventory = await loadInventory(lab, ports);
    const story = { to: flags.to, playbookName, inventory, spec: lab.spec, say };
    return await tellStory({ ...story, inventoryFile: lab.inventory }, ports);
  } finally {
    if (flags.keep)
      ports.streams.err(`the nodes stay up; end them with: ${labCommand(dir, ports, 'down')}\n`);
    else await labDown({ dir, purge: false }, ports);
  }
}

/** Only what an earlier demo left in its own folder may go. */
function isTaken(dir: string, ports: Ports): UsageError {
  return new UsageError(
    `there is a lab in ${dir}`,
    `give another folder: --dir DIR, or remove it first: ${labCommand(dir, ports, 'down', '--purge')}`,
  );
}

/** Whatever can be known to be wrong is said before anything is announced or fetched. */
async function checkVersions({ from, to }: LabDemoFlags, ports: Ports): Promise<void> {
  commonJavaMajors([releaseOf(from), releaseOf(to)]);
  const playbook = await loadPlaybook(playbookName, labLimits, ports);
  const isOn = (version: string, line: string) => version.startsWith(`${line}.`);
  const starts = playbook.from ?? [];
  if (starts.some((line) => isOn(from, line)) && isOn(to, playbook.to ?? '')) return;
  throw new UsageError(
    `the demo rolls from ${starts.join(' or ')} to ${playbook.to ?? ''}, not from ${from} to ${to}`,
    'for instance: --from 4.1.10 --to 5.0.8',
  );
}

const labOptions = { nodes: 3, heapMb: 384, auth: false, tls: false, defaultRf: false };

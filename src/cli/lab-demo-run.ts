import { posix as path } from 'node:path';
import { labDown } from '../lab/down.ts';
import { loadText } from '../lab/load-text.ts';
import { defaultLoad, startLoad } from '../lab/load.ts';
import type { LoadResult } from '../lab/load-result.ts';
import { commonJavaMajors, releaseOf } from '../lab/releases.ts';
import { readSpec } from '../lab/spec-file.ts';
import { labUp, type LabUp } from '../lab/up.ts';
import { UsageError } from '../model/errors.ts';
import type { Inventory } from '../model/inventory.ts';
import { labLimits } from '../model/limits.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import { valueOf } from '../model/seen.ts';
import type { Ports } from '../ports/index.ts';
import { retryLines } from '../report/roll-retries.ts';
import { planText } from '../report/roll-tty.ts';
import type { RollReport } from '../report/roll-report.ts';
import { runHealth } from './health-run.ts';
import type { LabDemoFlags } from './lab-flags.ts';
import { loadInventory } from './load-inventory.ts';
import { loadPlaybook } from './load-playbook.ts';
import { looker } from './look.ts';
import { makePlan } from './make-plan.ts';
import { roll } from './roll.ts';
import { stateDirOf } from './state-dir.ts';

const playbookName = 'upgrade-4.1-to-5.0';

/** Three nodes, their clients and Ringward share the machine: the load leaves them room. */
const requestsPerSecond = 50;

/** The quick start: one command, real nodes, the whole story; nothing is left running unless asked. */
export async function runLabDemo(flags: LabDemoFlags, ports: Ports): Promise<ExitCode> {
  const say = (text: string) => {
    ports.streams.out(`\n${text}\n`);
  };
  await checkVersions(flags, ports);
  const dir = flags.dir ?? path.join(stateDirOf(undefined, ports), 'demo');
  say(
    `Ringward brings up three real Cassandra ${flags.from} nodes on ${flags.network}.1-3, looks at their health and ` +
      `rolls them to ${flags.to} while a client reads and writes at QUORUM. About 6 minutes, ` +
      'and a download of about 150 MB the first time.',
  );
  if (await readSpec(dir, ports.files)) await labDown({ dir, purge: true }, ports);
  say('1/5 Nodes');
  const lab = await labUp(
    { ...labOptions, version: flags.from, also: [flags.to], network: flags.network, dir },
    ports,
  );
  try {
    return await tellStory(flags, lab, say, ports);
  } finally {
    if (flags.keep)
      ports.streams.err(`the nodes stay up; end them with: ringward lab down --dir ${dir}\n`);
    else await labDown({ dir, purge: false }, ports);
  }
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

async function tellStory(
  flags: LabDemoFlags,
  lab: LabUp,
  say: (text: string) => void,
  ports: Ports,
): Promise<ExitCode> {
  const inventory = await loadInventory(lab.inventory, ports);
  const load = await startLoad(lab.spec, { ...defaultLoad, rate: requestsPerSecond }, ports);
  let report: RollReport | undefined;
  let result: LoadResult;
  try {
    say('2/5 Health');
    await runHealth(
      { inventory: lab.inventory, forMs: 0, failOn: 'warning', format: 'tty' },
      ports,
    );
    say('3/5 Plan');
    const playbook = await loadPlaybook(playbookName, inventory.limits, ports);
    const plan = await makePlan({ inventory, playbook, toVersion: flags.to }, ports);
    ports.streams.out(planText(plan));
    say('4/5 Roll');
    const runId = ports.ids.newRunId();
    const stateDir = stateDirOf(undefined, ports);
    report = await roll({ runId, plan, inventory, stateDir, format: 'tty' }, ports);
  } finally {
    say('5/5 What the client saw');
    result = await load.stop();
    ports.streams.out(loadText(result));
    if (report) ports.streams.out(retryLines(result.retries, report));
  }
  const there = await countOn(flags.to, inventory, ports);
  say(
    `${there}/${inventory.nodes.length} nodes on ${flags.to}, failed ${result.failed}, lost ${result.lost}`,
  );
  const isGood = result.passed && there === inventory.nodes.length;
  return isGood ? exitCodes.ok : exitCodes.findings;
}

/** By the word of each node, not of the journal. */
async function countOn(version: string, inventory: Inventory, ports: Ports): Promise<number> {
  const looks = looker(inventory, inventory.limits, ports);
  try {
    const { nodes } = await looks.at(inventory.nodes)(() => new Set(['cql-local']), false);
    const releases = nodes.map((node) => valueOf(node.sources['cql-local'])?.releaseVersion);
    return releases.filter((release) => release === version).length;
  } finally {
    await looks.close();
  }
}

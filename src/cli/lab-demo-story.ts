import { loadText } from '../lab/load-text.ts';
import { defaultLoad, startLoad } from '../lab/load.ts';
import type { LoadResult } from '../lab/load-result.ts';
import type { ClientSpec } from '../lab/spec.ts';
import type { Inventory } from '../model/inventory.ts';
import { nextCommands } from '../model/next-command.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import { valueOf } from '../model/seen.ts';
import type { Ports } from '../ports/index.ts';
import { retryLines } from '../report/roll-retries.ts';
import { planText } from '../report/roll-tty.ts';
import type { RollReport } from '../report/roll-report.ts';
import { tellHealth } from './health-run.ts';
import { loadPlaybook } from './load-playbook.ts';
import { lookOnce } from './look.ts';
import { makePlan } from './make-plan.ts';
import { roll } from './roll.ts';
import { stateDirOf } from './state-dir.ts';

export type Say = (text: string) => void;

export interface Story {
  readonly to: string;
  readonly playbookName: string;
  readonly inventory: Inventory;
  /** Where it was read, for what is to be typed next. */
  readonly inventoryFile: string;
  readonly spec: ClientSpec;
  readonly say: Say;
}

/** Three nodes, their clients and Ringward share the machine: the load leaves them room. */
const requestsPerSecond = 50;

/** From nodes that are up to what their client saw of the roll. */
export async function tellStory(
  { to, playbookName, inventory, inventoryFile, spec, say }: Story,
  ports: Ports,
): Promise<ExitCode> {
  const load = await startLoad(spec, { ...defaultLoad, rate: requestsPerSecond }, ports);
  let report: RollReport | undefined;
  let result: LoadResult;
  try {
    say('2/5 Health');
    await tellHealth(inventory, { failOn: 'warning', format: 'tty' }, ports);
    say('3/5 Plan');
    const playbook = await loadPlaybook(playbookName, inventory.limits, ports);
    const plan = await makePlan({ inventory, playbook, toVersion: to }, ports);
    ports.streams.out(planText(plan));
    say('4/5 Roll');
    const runId = ports.ids.newRunId();
    const stateDir = stateDirOf(undefined, ports);
    const next = nextCommands({ inventory: inventoryFile });
    report = await roll({ runId, plan, inventory, stateDir, next, format: 'tty' }, ports);
  } finally {
    say('5/5 What the client saw');
    result = await load.stop();
    ports.streams.out(loadText(result));
    if (report) ports.streams.out(retryLines(result.retries, report));
  }
  const there = await countOn(to, inventory, ports);
  say(
    `${there}/${inventory.nodes.length} nodes on ${to}, failed ${result.failed}, lost ${result.lost}`,
  );
  const isGood = result.passed && there === inventory.nodes.length;
  return isGood ? exitCodes.ok : exitCodes.findings;
}

/** By the word of each node, not of the journal. */
async function countOn(version: string, inventory: Inventory, ports: Ports): Promise<number> {
  const { nodes } = await lookOnce(inventory.nodes, ['cql-local'], inventory, ports);
  const releases = nodes.map((node) => valueOf(node.sources['cql-local'])?.releaseVersion);
  return releases.filter((release) => release === version).length;
}

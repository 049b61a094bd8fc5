import type { FreezeCommands } from '../../src/model/freeze.ts';
import type { Plan } from '../../src/model/plan.ts';
import { withDigest } from '../../src/plan/digest.ts';
import { planFileText } from '../../src/plan/plan-file.ts';
import { without } from '../gates/healthy-view.ts';
import { paths, simulatedRoll } from '../simulate/simulated-roll.ts';

const holder = { runId: 'r1', pid: 7, hostname: 'here', command: 'ringward', since: 0 };

export interface KeptRun {
  /** Of its journal, after its start. */
  readonly records: readonly object[];
  /** Whether the process that holds its lock lives. */
  readonly isAlive: boolean;
  /** What its plan wants approved before the second node. */
  readonly approvals?: readonly string[];
  readonly freeze?: FreezeCommands;
}

function withApprovals(made: Plan, approvals: readonly string[]): Plan {
  const plan = without(made, 'digest');
  const nodes = plan.nodes.map((node, at) => (at === 1 ? { ...node, approvals } : node));
  return withDigest({ ...plan, nodes });
}

/** Run r1 of cluster sim as its files in /state tell of it, and ports that see them. */
export async function keptRun({ records, isAlive, approvals, freeze }: KeptRun) {
  const declared = freeze ? { freeze } : {};
  const { plan: made, ports, files, cluster } = await simulatedRoll({ declared });
  const plan = approvals ? withApprovals(made, approvals) : made;
  const start = { at: 1_000, type: 'run-started', runId: 'r1', cluster: 'sim' };
  const journal = [{ format: 1 }, { ...start, planDigest: plan.digest, nodes: 3 }, ...records];
  await files.writeText(paths.journal, journal.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await files.writeText(paths.plan, planFileText(plan));
  await files.writeText('/state/sim/lock', JSON.stringify(holder));
  const commandLine = (pid: number) =>
    Promise.resolve(isAlive && pid === 7 ? ['ringward'] : undefined);
  return { files, cluster, ports: { ...ports, processes: { ...ports.processes, commandLine } } };
}

import { isLockHeld } from '../execute/lock.ts';
import { partWay } from '../execute/part-way.ts';
import { lockPath, newestRun, readRun, runPaths } from '../execute/run-store.ts';
import { ToolError } from '../model/errors.ts';
import { nextCommands, type GivenOptions } from '../model/next-command.ts';
import type { Plan } from '../model/plan.ts';
import type { UnfinishedRun } from '../model/unfinished-run.ts';
import type { Ports } from '../ports/index.ts';
import { toRollReport } from '../report/roll-report.ts';
import { readPlan } from './read-plan.ts';
import { knownStateDir } from './state-dir.ts';

/**
 * What the newest run of a cluster has begun and not finished; undefined: nothing. A node that looks
 * healthy may be one of two releases, or about to be stopped.
 */
export async function unfinishedRun(
  cluster: string,
  given: GivenOptions,
  ports: Ports,
): Promise<UnfinishedRun | undefined> {
  const stateDir = knownStateDir(given.stateDir, ports);
  if (stateDir === undefined) return undefined;
  const runId = await newestRun(ports.files, stateDir, cluster);
  if (runId === undefined) return undefined;
  const next = nextCommands(given);
  const paths = runPaths(stateDir, cluster, runId);
  try {
    const plan = await readPlan(paths.plan, ports);
    const { events, progress } = await readRun(ports.files, paths, { plan, next });
    const { how, nodes } = toRollReport(plan, events);
    const left = partWay(plan, progress)?.text;
    const done = nodes.filter(({ state }) => state === 'done').length;
    if (how === 'complete' || (how !== 'running' && done === 0 && left === undefined)) {
      return undefined;
    }
    const goesOn = how === 'running' && (await isLockHeld(lockPath(stateDir, cluster), ports));
    const words = how === 'running' ? (goesOn ? 'goes on' : 'died') : `ended ${how}`;
    return { runId, text: textOf(plan, { words, done, left }), next: next.status };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { runId, text: `cannot be read: ${error.message}`, next: next.status };
  }
}

/** `ended failed: rolling-restart, 1 of 3 nodes done, 10.0.0.2 is part-way (after stop)` */
function textOf(
  { playbook, toVersion, nodes }: Plan,
  { words, done, left }: { words: string; done: number; left: string | undefined },
): string {
  const what = toVersion === undefined ? playbook : `${playbook} to ${toVersion}`;
  return [
    `${words}: ${what}`,
    `${done} of ${nodes.length} nodes done`,
    ...(left ? [left] : []),
  ].join(', ');
}

import { partWay } from '../execute/part-way.ts';
import {
  newestRun,
  readRun,
  runPaths,
  type RunHistory,
  type RunPaths,
} from '../execute/run-store.ts';
import { ToolError } from '../model/errors.ts';
import { nextCommands, type GivenOptions, type NextCommands } from '../model/next-command.ts';
import { rolledOf, type Plan } from '../model/plan.ts';
import type { UnfinishedRun } from '../model/unfinished-run.ts';
import type { Ports } from '../ports/index.ts';
import type { RollReport } from '../report/roll-report.ts';
import { readPlanOfRun } from './read-plan.ts';
import { isOver, rollStanding } from './roll-standing.ts';
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
  const stands = await howItStands(stateDir, runPaths(stateDir, cluster, runId), next, ports);
  if (stands === undefined) return undefined;
  return { runId, text: stands.text, next: stands.next };
}

interface Standing {
  readonly text: string;
  readonly next: string;
}

async function howItStands(
  stateDir: string,
  paths: RunPaths,
  next: NextCommands,
  ports: Ports,
): Promise<Standing | undefined> {
  try {
    const plan = await readPlanOfRun(paths, ports);
    const history = await readRun(ports.files, paths, { plan, next });
    const { how, nodes, runId } = await rollStanding(plan, history, stateDir, ports);
    const done = nodes.filter(({ state }) => state === 'done').length;
    const left = partWay(plan, history.progress)?.text;
    const { isFrozen } = history.progress;
    const isWhole = done === 0 && left === undefined && !isFrozen;
    if (isOver(how) || (isWhole && isEnd(how))) return undefined;
    const frozen = isFrozen ? ['repairs and schema changes stand still'] : [];
    const parts = [textOf(plan, wordsOf(how), done, left), ...frozen];
    return { text: parts.join(', '), next: nextOf({ how, runId }, history, plan, next) };
  } catch (error) {
    if (error instanceof ToolError)
      return { text: `cannot be read: ${error.message}`, next: next.status };
    throw error;
  }
}

/** One that is over may be taken up again, unless its end says otherwise. */
function nextOf(
  { how, runId }: Pick<RollReport, 'how' | 'runId'>,
  { progress: { newPlan } }: RunHistory,
  plan: Plan,
  next: NextCommands,
): string {
  if (how === 'running') return next.status;
  return newPlan === 'needed' ? next.plan(plan) : next.resume(runId);
}

/** Whether its journal says how it ended. */
function isEnd(how: RollReport['how']): boolean {
  return how !== 'running' && how !== 'died';
}

function wordsOf(how: RollReport['how']): string {
  if (how === 'running') return 'goes on';
  return how === 'died' ? 'died' : `ended ${how}`;
}

/** `ended failed: rolling-restart, 1 of 3 nodes done, 10.0.0.2 is part-way (after stop)` */
function textOf(
  { playbook, toVersion, nodes }: Plan,
  how: string,
  done: number,
  left: string | undefined,
): string {
  const what = toVersion === undefined ? playbook : `${playbook} to ${toVersion}`;
  const came = `${done} of ${rolledOf(nodes).length} nodes done`;
  return [`${how}: ${what}`, came, ...(left === undefined ? [] : [`${left} by its journal`])].join(
    ', ',
  );
}

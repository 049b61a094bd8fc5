import { ConfigError, UsageError } from '../model/errors.ts';
import type { NextCommands } from '../model/next-command.ts';
import type { Plan } from '../model/plan.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import { addingTo } from './journal.ts';
import { readRun, runPaths, runsAfter, type RunPaths } from './run-store.ts';

interface Undoing {
  readonly runId?: string;
  readonly plan: Plan;
  readonly stateDir: string;
  readonly next: NextCommands;
  readonly ports: { readonly files: Files; readonly clock: Pick<Clock, 'now'> };
  /** On a twin there is no other run. */
  readonly isRehearsal?: boolean;
}

/** Throws UsageError when the run, or another after it, has gone on since the plan to take it back was made. */
export async function requireAsPlanned(undoing: Undoing): Promise<void> {
  const { plan, next, ports, isRehearsal = false } = undoing;
  if (!plan.undoes || isRehearsal) return;
  const { runId, records } = plan.undoes;
  if (!(await ports.files.exists(pathsOf(undoing, runId).journal))) {
    throw new UsageError(
      `run ${runId}, which this plan takes back, is not known in ${undoing.stateDir}`,
      'carry it out where that run was begun, with the same --state-dir',
    );
  }
  const { events } = await readRun(ports.files, pathsOf(undoing, runId), { plan, next });
  await requireNewest({ ...undoing, cluster: plan.cluster, runId });
  if (events.length === records) return;
  throw new UsageError(
    `run ${runId} has gone on since this plan to take it back was made`,
    `make it anew: ${next.plan(plan)}`,
  );
}

/**
 * What another run has done since then is not known from this one, but for those that take it back: their ids. Throws
 * UsageError; ConfigError where its plan cannot be read.
 */
export async function requireNewest({
  cluster,
  runId,
  stateDir,
  ports: { files },
}: Pick<Undoing, 'stateDir'> & {
  readonly cluster: string;
  readonly runId: string;
  readonly ports: { readonly files: Files };
}): Promise<readonly string[]> {
  const after = await runsAfter(files, stateDir, cluster, runId);
  for (const later of after) {
    if ((await undoneBy(files, runPaths(stateDir, cluster, later).plan)) === runId) continue;
    throw new UsageError(
      `run ${later} came after run ${runId}: what that one did is not what the nodes are now`,
      'look: ringward health; the newest run is taken back by: ringward upgrade rollback',
    );
  }
  return after;
}

/** The run that a plan takes back. */
async function undoneBy(files: Files, plan: string): Promise<string | undefined> {
  try {
    const value = JSON.parse((await files.readText(plan)) ?? '{}') as Partial<Plan> | null;
    return value?.undoes?.runId;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ConfigError(
      plan,
      `the plan of a later run cannot be read (${error.message}): whether it took this one back is not known`,
      'look: ringward health, and its journal beside that plan; without its folder it counts as never begun',
    );
  }
}

const ending = new WeakMap<Undoing, Promise<void>>();

/** A run that is taken back is not resumed any more, once a node is begun. Its journal is read once, however often a run asks. */
export async function endUndone(undoing: Undoing): Promise<void> {
  const begun = ending.get(undoing) ?? endOnce(undoing);
  ending.set(undoing, begun);
  await begun;
}

async function endOnce(undoing: Undoing): Promise<void> {
  const { plan, next, ports, runId: by = '', isRehearsal = false } = undoing;
  if (!plan.undoes || isRehearsal) return;
  const paths = pathsOf(undoing, plan.undoes.runId);
  const { progress } = await readRun(ports.files, paths, { plan, next });
  if (progress.ended === 'complete' || progress.ended === 'aborted') return;
  const reason = `taken back by run ${by}`;
  await addingTo(ports.files, paths.journal, (add) =>
    add({ at: ports.clock.now(), type: 'run-ended', how: 'aborted', reason }),
  );
}

function pathsOf({ plan, stateDir }: Undoing, runId: string): RunPaths {
  return runPaths(stateDir, plan.cluster, runId);
}

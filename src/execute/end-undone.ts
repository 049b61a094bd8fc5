import { UsageError } from '../model/errors.ts';
import type { Instant } from '../model/instant.ts';
import type { NextCommands } from '../model/next-command.ts';
import type { Plan } from '../model/plan.ts';
import type { Files } from '../ports/files.ts';
import { journalLine, openJournal } from './journal.ts';
import { readRun, runPaths, type RunPaths } from './run-store.ts';

interface Undoing {
  readonly plan: Plan;
  readonly stateDir: string;
  readonly next: NextCommands;
  readonly ports: { readonly files: Files };
  /** On a twin there is no other run. */
  readonly isRehearsal?: boolean;
}

/** Throws UsageError when the run has gone on since the plan to take it back was made. */
export async function requireAsPlanned(undoing: Undoing): Promise<void> {
  const { plan, next, ports, isRehearsal = false } = undoing;
  if (!plan.undoes || isRehearsal) return;
  const { runId, records } = plan.undoes;
  const { events } = await readRun(ports.files, pathsOf(undoing, runId), { plan, next });
  if (events.length === records) return;
  throw new UsageError(
    `run ${runId} has gone on since this plan to take it back was made`,
    `make it anew: ${next.plan(plan)}`,
  );
}

/** A run that is taken back is not resumed any more. Safe to repeat. */
export async function endUndone(undoing: Undoing, by: string, at: Instant): Promise<void> {
  const { plan, next, ports, isRehearsal = false } = undoing;
  if (!plan.undoes || isRehearsal) return;
  const paths = pathsOf(undoing, plan.undoes.runId);
  const { progress } = await readRun(ports.files, paths, { plan, next });
  if (progress.ended === 'complete' || progress.ended === 'aborted') return;
  const reason = `taken back by run ${by}`;
  const line = journalLine({ at, type: 'run-ended', how: 'aborted', reason });
  const journal = await openJournal(ports.files, paths.journal);
  try {
    if (line !== undefined) await journal.append(line);
  } finally {
    await journal.close();
  }
}

function pathsOf({ plan, stateDir }: Undoing, runId: string): RunPaths {
  return runPaths(stateDir, plan.cluster, runId);
}

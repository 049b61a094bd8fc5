import type { Plan } from '../model/plan.ts';
import type { Ports } from '../ports/index.ts';
import { planText } from '../report/roll-tty.ts';
import { approvedSteps } from './approve-steps.ts';
import { confirm } from './confirm.ts';
import type { OnlyRun } from './only-run.ts';
import type { JunitFlag, TakeOverFlag } from './roll-options.ts';
import { roll } from './roll.ts';
import type { RunOptions } from './upgrade-options.ts';

export interface NewRun extends OnlyRun {
  readonly plan: Plan;
  readonly question: string;
}

/** Shows the plan, asks, and carries it out. Throws as confirm and roll do. */
export async function beginRun(
  { question, ...run }: NewRun,
  {
    format,
    junit,
    takeOverLock,
    yes = false,
    approve = [],
  }: JunitFlag & TakeOverFlag & Pick<RunOptions, 'format' | 'yes' | 'approve'>,
  ports: Ports,
): Promise<void> {
  if (format === 'tty') ports.streams.err(planText(run.plan));
  await confirm(question, yes, ports);
  const approved = await approvedSteps(run.plan, approve, ports);
  await roll({ ...run, approved, runId: ports.ids.newRunId(), format, junit, takeOverLock }, ports);
}

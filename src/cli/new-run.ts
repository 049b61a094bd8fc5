import type { Plan } from '../model/plan.ts';
import type { Ports } from '../ports/index.ts';
import { planText } from '../report/roll-tty.ts';
import { confirm } from './confirm.ts';
import type { OnlyRun } from './only-run.ts';
import type { JunitFlag, RollFormat, TakeOverFlag } from './roll-options.ts';
import { roll } from './roll.ts';

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
  }: JunitFlag & TakeOverFlag & { readonly format: RollFormat; readonly yes?: boolean },
  ports: Ports,
): Promise<void> {
  if (format === 'tty') ports.streams.err(planText(run.plan));
  await confirm(question, yes, ports);
  await roll({ ...run, runId: ports.ids.newRunId(), format, junit, takeOverLock }, ports);
}

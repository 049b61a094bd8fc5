import type { HowEnded } from '../model/event.ts';
import type { NextCommands } from '../model/next-command.ts';
import type { Plan } from '../model/plan.ts';
import { usage, type PlanProblem } from './problem.ts';
import { playbookBack } from './steps-back.ts';

/** A run that takes another one back. */
interface TakingBack {
  readonly runId: string;
  readonly plan: Plan;
  readonly ended?: HowEnded | undefined;
  readonly next: Pick<NextCommands, 'resume' | 'plan'>;
}

/** What such a run did is not taken back; of those that it left as they were a playbook may be the way. */
export function takesBack(run: TakingBack, other: string): PlanProblem {
  const { runId, plan, ended, next } = run;
  const what = `run ${runId} takes run ${other} back`;
  if (ended === 'aborted') return usage(`${what}, and was aborted`, `anew: ${next.plan(plan)}`);
  if (ended !== 'complete') return usage(what, `finish it: ${next.resume(runId)}`);
  return usage(`run ${other} was taken back by run ${runId}, which is complete`, stayHint(run));
}

function stayHint({ plan: { nodes, toVersion: target = '' }, next }: TakingBack): string {
  const staying = nodes.filter(({ leftOut, fromVersion }) => leftOut && fromVersion !== target);
  const [first] = staying;
  if (!first) return 'there is nothing left to take back';
  const stay = `${staying.map(({ address }) => address).join(', ')} on ${first.fromVersion} stayed so`;
  const playbook = playbookBack(first.fromVersion, target);
  if (playbook === undefined) return `${stay}: no playbook leads back from there`;
  return `${stay}; they go back, too, by: ${next.plan({ playbook, toVersion: target })}`;
}

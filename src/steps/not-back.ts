import type { StepOutcome } from '../model/step.ts';
import { logTail } from './log-tail.ts';
import { processState } from './process-state.ts';
import type { NodeContext } from './step.ts';

/** A node that was stopped and does not serve: the reason, whether its process runs, its newest log. */
export async function notBack(context: NodeContext, reason: string): Promise<StepOutcome> {
  const state = await processState(context);
  const tail = await logTail(context);
  return {
    kind: 'failed',
    reason,
    nodeState:
      state.kind === 'stopped'
        ? 'down, the process does not run'
        : 'the process runs but is not back',
    next: 'read its log, mend the cause, then resume: the node is started again if it is down',
    ...(tail === undefined ? {} : { tail }),
  };
}

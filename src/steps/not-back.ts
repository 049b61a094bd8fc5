import { printable } from '../model/printable.ts';
import type { StepOutcome } from '../model/step.ts';
import { logTail } from './log-tail.ts';
import { processState, type ProcessState } from './process-state.ts';
import type { StartNews } from './start-log.ts';
import type { NodeContext } from './step.ts';

/**
 * A node that was stopped and does not serve: the reason, whether its process runs, and of its log the fatal
 * line, or the newest ones. The reason has no more of that line than Cassandra's own words: it is journalled.
 */
export async function notBack(
  context: NodeContext,
  reason: string,
  news: StartNews = {},
): Promise<StepOutcome> {
  const { fatal } = news;
  const state = await processState(context);
  const tail = fatal?.text ?? (await logTail(context));
  return {
    kind: 'failed',
    reason: fatal ? `${reason}: "${printable(fatal.words)}": ${fatal.meaning}` : reason,
    nodeState: describe(state),
    next: nextFor(context, state, news),
    ...(fatal ? { fatalBefore: fatal.time } : {}),
    ...(tail === undefined ? {} : { tail }),
  };
}

function describe(state: ProcessState): string {
  switch (state.kind) {
    case 'stopped':
      return 'down, the process does not run';
    case 'running':
      return 'the process runs but is not back';
    case 'unknown':
      return `not back, and not known to run or not: ${state.seen}`;
  }
}

/** Resume starts what is down; a process that runs is waited for, however it came to be as it is. */
function nextFor(context: NodeContext, { kind }: ProcessState, news: StartNews): string {
  if (kind === 'stopped') {
    return 'read its log, mend the cause, then resume: the node is started again';
  }
  const { stop } = context.node.commands;
  const end = stop ? `end the process (\`${context.typedLine(stop)}\`)` : 'end the process';
  if (news.fatal) return `mend the cause, ${end}, then resume: the node is started again`;
  if (news.replay) return 'a replay is no failure: leave it, then resume: it is waited for';
  return `read its log, mend the cause, then resume: it is waited for; where only a new start helps, ${end} first, and resume starts it`;
}

import { printable } from '../model/printable.ts';
import type { StepOutcome } from '../model/step.ts';
import { logTail } from './log-tail.ts';
import { processState } from './process-state.ts';
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
  const isDown = (await processState(context)).kind === 'stopped';
  const tail = fatal?.text ?? (await logTail(context));
  return {
    kind: 'failed',
    reason: fatal ? `${reason}: "${printable(fatal.words)}": ${fatal.meaning}` : reason,
    nodeState: isDown ? 'down, the process does not run' : 'the process runs but is not back',
    next: nextFor(context, isDown, news),
    ...(fatal ? { fatalBefore: fatal.time } : {}),
    ...(tail === undefined ? {} : { tail }),
  };
}

function nextFor(context: NodeContext, isDown: boolean, news: StartNews): string {
  const { stop } = context.node.commands;
  if (news.fatal && !isDown) {
    const call = stop ? ` (\`${context.typedLine(stop)}\`)` : '';
    return `mend the cause, end the process${call}, then resume: the node is started again`;
  }
  if (news.replay && !isDown)
    return 'a replay is no failure: leave it, then resume: it is waited for';
  return 'read its log, mend the cause, then resume: the node is started again if it is down';
}

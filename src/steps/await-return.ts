import type { GateJudgement } from '../model/gate.ts';
import type { StepOutcome } from '../model/step.ts';
import { logTail } from './log-tail.ts';
import { processState } from './process-state.ts';
import type { NodeContext, Step } from './step.ts';

/**
 * A node is back only when its peers say so: the gates after the node must pass several times in a
 * row. A process that died ends the wait at once.
 */
export const awaitReturn: Step<'await-return'> = {
  kind: 'await-return',
  // Always judged, never assumed.
  isDone: () => Promise.resolve(false),
  async run(params, context) {
    const deadline = context.clock.now() + params.timeoutMs;
    let inARow = 0;
    let holding = 'nothing seen yet';
    while (context.clock.now() < deadline) {
      const look = await lookOnce(context);
      if (look.kind === 'over') return look.outcome;
      holding = look.kind === 'waiting' ? look.reason : holding;
      inARow = look.kind === 'passed' ? inARow + 1 : 0;
      if (inARow >= params.consecutive) return { kind: 'done' };
      context.say(inARow > 0 ? `back, seen ${inARow} of ${params.consecutive} times` : holding);
      await context.clock.sleep(context.pollMs, context.signal);
    }
    return notBack(context, `not back within ${params.timeoutMs / 1_000} s: ${holding}`);
  },
};

type Look =
  | { readonly kind: 'passed' }
  | { readonly kind: 'waiting'; readonly reason: string }
  | { readonly kind: 'over'; readonly outcome: StepOutcome };

async function lookOnce(context: NodeContext): Promise<Look> {
  const state = await processState(context);
  if (state.kind === 'stopped') {
    return {
      kind: 'over',
      outcome: await notBack(context, 'the process ended while it was starting'),
    };
  }
  // Cheap before dear: peers are asked only once the node itself answers.
  const self = await context.self();
  if (self.kind === 'missing')
    return { kind: 'waiting', reason: `waiting for CQL: ${self.detail}` };
  const judgements = await context.judgeAfter();
  const refused = judgements.find(({ verdict }) => verdict.kind === 'refuse');
  if (refused) return { kind: 'over', outcome: await notBack(context, reasonOf(refused)) };
  const waiting = judgements.find(({ verdict }) => verdict.kind === 'wait');
  return waiting ? { kind: 'waiting', reason: reasonOf(waiting) } : { kind: 'passed' };
}

export function reasonOf({ gate, verdict }: GateJudgement): string {
  return verdict.kind === 'pass' ? `${gate}: passed` : `${gate}: ${verdict.reason}`;
}

async function notBack(context: NodeContext, reason: string): Promise<StepOutcome> {
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

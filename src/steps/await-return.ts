import type { Reach, WaitLimit } from '../model/gate.ts';
import type { StepOutcome } from '../model/step.ts';
import { notBack } from './not-back.ts';
import { otherNodes } from './other-nodes.ts';
import { processState } from './process-state.ts';
import { returnPace, type ReturnPace } from './return-pace.ts';
import { replayText, startLog, type StartNews } from './start-log.ts';
import type { NodeContext, Step } from './step.ts';
import { describeLimit, heldBy, reasonOf, waitBudget } from './wait-budget.ts';

/**
 * A node is back only when its peers say so: the gates after the node must pass several times in a
 * row: those near it first, all of them at the look that would be the last, and from then on; where a
 * soak follows, its end asks all. A process that died ends the wait at once, and so does a line of its log after
 * which it will not serve; a commit log that is replayed is told, and waited for. What a gate with a limit of its
 * own waits for is not charged to this step: a node that lacks nothing else is whole, so at that limit the roll is
 * held and nothing has failed.
 */
export const awaitReturn: Step<'await-return'> = {
  kind: 'await-return',
  // Always judged, never assumed.
  isDone: () => Promise.resolve(false),
  async run(params, context) {
    const common = { name: 'await-return.timeout', ms: params.timeoutMs };
    const budget = waitBudget(context.clock);
    const log = startLog(context);
    const others = otherNodes(context);
    const pace = returnPace(context);
    const allFrom = context.isSoaked ? Infinity : params.consecutive;
    let inARow = 0;
    let seenSince = 0;
    let reach: Reach = 'near';
    for (;;) {
      if (inARow + 1 >= allFrom) reach = 'all';
      const look = await lookOnce(context, reach, log);
      if (look.kind === 'over') return look.outcome;
      inARow = look.kind === 'passed' ? inARow + 1 : 0;
      if (inARow === 1) seenSince = context.clock.now();
      if (inARow >= params.consecutive) return { kind: 'done', seenSince };
      if (budget.isUsedUp(limitOf(look, common))) return await tooLate(context, look, common);
      context.say(sayOf(look, inARow, params.consecutive) + (await others.look()));
      await untilNext(look, context, pace);
    }
  },
};

function limitOf(look: Look, common: WaitLimit): WaitLimit | undefined {
  return look.kind === 'waiting' ? (look.limit ?? common) : undefined;
}

async function untilNext(look: Look, context: NodeContext, pace: ReturnPace): Promise<void> {
  if (look.kind === 'passed') await context.clock.sleep(context.pollMs, context.signal);
  else if (look.kind === 'waiting' && look.isClosed) await pace.whileClosed();
  else await pace.whileUnheard();
}

type Look =
  | { readonly kind: 'passed' }
  | {
      readonly kind: 'waiting';
      readonly reason: string;
      readonly limit?: WaitLimit;
      /** Its CQL does not answer. */
      readonly isClosed?: true;
      readonly news?: StartNews;
    }
  | { readonly kind: 'over'; readonly outcome: StepOutcome };

async function lookOnce(
  context: NodeContext,
  reach: Reach,
  log: ReturnType<typeof startLog>,
): Promise<Look> {
  const state = await processState(context);
  if (state.kind === 'stopped') {
    const reason = 'the process ended while it was starting';
    return { kind: 'over', outcome: await notBack(context, reason, await log.look()) };
  }
  // Cheap before dear: peers are asked only once the node itself answers.
  const self = await context.self();
  if (self.kind === 'missing') return await closedStill(context, self.detail, await log.look());
  const held = heldBy(await context.judgeAfter(reach));
  if (!held) return { kind: 'passed' };
  const reason = reasonOf(held);
  if (held.verdict.kind === 'refuse') {
    return { kind: 'over', outcome: await notBack(context, reason) };
  }
  return { kind: 'waiting', reason, ...(held.limit ? { limit: held.limit } : {}) };
}

/** Its CQL does not answer, and its process is not known to have ended. */
async function closedStill(context: NodeContext, detail: string, news: StartNews): Promise<Look> {
  const { fatal, replay } = news;
  const waits = `waiting for CQL: ${detail}`;
  if (!fatal) {
    const reason = replay ? `${replayText(replay)}; ${waits}` : waits;
    return { kind: 'waiting', reason, isClosed: true, news };
  }
  context.say(`its log has a fatal line: ${fatal.meaning}`);
  // Most such processes end themselves a moment later; the state that is told is to be one that stays.
  await context.clock.sleep(context.pollMs, context.signal);
  return { kind: 'over', outcome: await notBack(context, 'its start has failed', news) };
}

function sayOf(look: Look, inARow: number, consecutive: number): string {
  if (look.kind !== 'waiting') return `back, seen ${inARow} of ${consecutive} times`;
  return look.limit ? `${look.reason}; up to ${describeLimit(look.limit)}` : look.reason;
}

async function tooLate(context: NodeContext, look: Look, common: WaitLimit): Promise<StepOutcome> {
  const { reason, limit, news } = look.kind === 'waiting' ? look : nothing;
  if (limit) return { kind: 'refused', reason: `${reason}; not within ${describeLimit(limit)}` };
  return await notBack(context, `not back within ${describeLimit(common)}: ${reason}`, news);
}

const nothing = { reason: '', limit: undefined, news: undefined };

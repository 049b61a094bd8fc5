import type { StepOutcome } from '../model/step.ts';
import { notBack } from './not-back.ts';
import { comparing, type Comparing } from './soak-comparison.ts';
import type { NodeContext, Step } from './step.ts';
import { describeLimit, heldBy, reasonOf, waitBudget } from './wait-budget.ts';

/** Cassandra looks for compactions to begin once a minute: what stands still shows at that pace. */
const lookEveryMs = 60_000;

/**
 * Watches the returned node for a while, and until it is found as before beside its peers where that is
 * compared; then judges it together with every finding that holds a roll. Missing answers are asked for
 * again until `holdMs` is over too, or the limit of the gate that waits. While the node serves it is whole, so
 * trouble holds the roll here (`refused`); nothing is undone.
 */
export const soak: Step<'soak'> = {
  kind: 'soak',
  isDone: () => Promise.resolve(false),
  async run(params, context) {
    // The looks in a row that saw it back are the first of those it is watched in.
    const endsAt = (context.seenSince ?? context.clock.now()) + params.forMs;
    const comparison = comparing(context);
    for (;;) {
      const held = await watch(context, endsAt, comparison);
      if (held) return await heldWith(context, held.refused);
      const outcome = await judgeAtEnd(context, params.holdMs);
      if (outcome.kind !== 'done' || comparison.isSettled()) return outcome;
    }
  },
};

/** Until the end, and what is compared is settled; or the node is gone after the end. */
async function watch(context: NodeContext, endsAt: number, comparison: Comparing) {
  let lookAt = context.clock.now();
  let trouble = '';
  for (;;) {
    const held = await comparison.look();
    if (held) return held;
    const now = context.clock.now();
    if (now >= endsAt && (comparison.isSettled() || comparison.isGone())) return undefined;
    // Earlier looks are what the last is compared with, and tell what goes wrong; only the last holds the roll.
    if (now >= lookAt && now < endsAt) {
      lookAt = now + lookEveryMs;
      const found = heldBy(await context.judgeSoak('near'));
      trouble = found ? `; meanwhile ${reasonOf(found)}` : '';
      continue;
    }
    await sleepOn(context, endsAt - now, comparison, trouble);
  }
}

async function sleepOn(
  context: NodeContext,
  leftMs: number,
  comparison: Comparing,
  trouble: string,
) {
  const { clock, signal, pollMs } = context;
  const dueInMs = comparison.isSettled() ? Infinity : comparison.dueInMs();
  // Beyond its end nothing but the comparison is waited for.
  if (leftMs > 0) context.say(`soaking, ${Math.ceil(leftMs / 1_000)} s left${trouble}`);
  const thenMs = leftMs > 0 ? Math.min(pollMs, leftMs) : Infinity;
  await clock.sleep(Math.min(thenMs, dueInMs), signal);
}

async function judgeAtEnd(context: NodeContext, holdMs: number): Promise<StepOutcome> {
  const budget = waitBudget(context.clock);
  for (;;) {
    const held = heldBy(await context.judgeSoak('all'));
    if (!held) return { kind: 'done' };
    const reason = reasonOf(held);
    if (held.verdict.kind === 'refuse') return await heldWith(context, reason);
    const limit = held.limit ?? { name: 'soak.hold', ms: holdMs };
    if (budget.isUsedUp(limit)) {
      return await heldWith(context, `${reason}; not within ${describeLimit(limit)}`);
    }
    context.say(`${reason}; up to ${describeLimit(limit)}`);
    await context.clock.sleep(context.pollMs, context.signal);
  }
}

/** A node that has come back may have gone since. */
async function heldWith(context: NodeContext, reason: string): Promise<StepOutcome> {
  const self = await context.self();
  if (self.kind === 'missing') return await notBack(context, `gone again: ${reason}`);
  return { kind: 'refused', reason };
}

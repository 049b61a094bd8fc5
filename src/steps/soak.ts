import type { StepOutcome } from '../model/step.ts';
import { notBack } from './not-back.ts';
import type { NodeContext, Step } from './step.ts';
import { describeLimit, heldBy, reasonOf, waitBudget } from './wait-budget.ts';

/** Cassandra looks for compactions to begin once a minute: what stands still shows at that pace. */
const lookEveryMs = 60_000;

/**
 * Watches the returned node for a while, then judges it together with every finding that holds a
 * roll. Missing answers are asked for again until `holdMs` is over too, or the limit of the gate
 * that waits. While the node serves it is whole, so trouble holds the roll here (`refused`); nothing is
 * undone.
 */
export const soak: Step<'soak'> = {
  kind: 'soak',
  isDone: () => Promise.resolve(false),
  async run(params, context) {
    const endsAt = context.clock.now() + params.forMs;
    let lookAt = context.clock.now();
    while (context.clock.now() < endsAt) {
      // Earlier looks are what the last is compared with: findings are looked for on those near it.
      if (context.clock.now() >= lookAt) {
        lookAt = context.clock.now() + lookEveryMs;
        await context.judgeSoak('near');
        continue;
      }
      const leftMs = endsAt - context.clock.now();
      context.say(`soaking, ${Math.ceil(leftMs / 1_000)} s left`);
      await context.clock.sleep(Math.min(context.pollMs, leftMs), context.signal);
    }
    return await judgeAtEnd(context, params.holdMs);
  },
};

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

import { reasonOf } from './await-return.ts';
import type { NodeContext, Step } from './step.ts';

/**
 * Watches the returned node for a while, then judges it together with every finding that holds a
 * roll. Missing answers are asked for again until `holdMs` is over too. The node is whole, so
 * trouble holds the roll here (`refused`); nothing is undone.
 */
export const soak: Step<'soak'> = {
  kind: 'soak',
  isDone: () => Promise.resolve(false),
  async run(params, context) {
    const endsAt = context.clock.now() + params.forMs;
    // The first look is the one the last is compared with.
    await holdingReason(context);
    while (context.clock.now() < endsAt) {
      const leftMs = endsAt - context.clock.now();
      context.say(`soaking, ${Math.ceil(leftMs / 1_000)} s left`);
      await context.clock.sleep(Math.min(context.pollMs, leftMs), context.signal);
    }
    for (;;) {
      const holding = await holdingReason(context);
      if (!holding) return { kind: 'done' };
      const { kind, reason } = holding;
      if (kind !== 'wait' || context.clock.now() >= endsAt + params.holdMs) {
        return { kind: 'refused', reason };
      }
      context.say(reason);
      await context.clock.sleep(context.pollMs, context.signal);
    }
  },
};

async function holdingReason(context: NodeContext) {
  const judgements = await context.judgeSoak();
  const worst =
    judgements.find(({ verdict }) => verdict.kind === 'refuse') ??
    judgements.find(({ verdict }) => verdict.kind === 'wait');
  return worst && { kind: worst.verdict.kind, reason: reasonOf(worst) };
}

import type { GateJudgement } from '../model/gate.ts';
import type { NodeContext } from './step.ts';
import { describeLimit, reasonOf, waitBudget } from './wait-budget.ts';

/** The comparison with peers as a soak goes on. */
export interface Comparing {
  /** Another look if one is due; `refused`: it ends the soak. */
  look(): Promise<{ readonly refused: string } | undefined>;
  /** True: passed, or nothing is compared. */
  isSettled(): boolean;
  /** The node gave no answer: whoever watches it must look first. */
  isGone(): boolean;
  /** How long until another look is due. */
  dueInMs(): number;
}

/** A node that was found as before is not looked at again; one for which that takes too long is held. */
export function comparing(context: NodeContext): Comparing {
  const { clock, compare } = context;
  const budget = waitBudget(clock);
  let isSettled = compare === undefined;
  let [isGone, dueAt] = [false, clock.now()];
  const told = (judgement: GateJudgement) => {
    const { verdict, limit = { name: 'soakDecide', ms: 0 } } = judgement;
    const isOver = budget.isUsedUp(verdict.kind === 'wait' ? limit : undefined);
    if (verdict.kind === 'pass') return undefined;
    if (verdict.kind === 'refuse') return { refused: reasonOf(judgement) };
    if (isOver) return { refused: `${reasonOf(judgement)}; not within ${describeLimit(limit)}` };
    context.say(`${reasonOf(judgement)}; up to ${describeLimit(limit)}`);
    return undefined;
  };
  return {
    async look() {
      if (isSettled || !compare || clock.now() < dueAt) return undefined;
      const { judgement, isSeen, nextInMs } = await compare();
      dueAt = clock.now() + nextInMs;
      isGone = !isSeen;
      isSettled = judgement.verdict.kind === 'pass';
      return told(judgement);
    },
    isSettled: () => isSettled,
    isGone: () => isGone,
    dueInMs: () => Math.max(0, dueAt - clock.now()),
  };
}

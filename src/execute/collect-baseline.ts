import { soakBaselineGate } from '../gates/soak-baseline.ts';
import type { WaitLimit } from '../model/gate.ts';
import type { PlannedNode } from '../model/plan.ts';
import { comparesPeers } from '../model/step.ts';
import type { SoakBaseline } from '../model/soak.ts';
import { describeLimit, waitBudget } from '../steps/wait-budget.ts';
import type { Run } from './roll.ts';

/** What was collected, and whether it had to be waited for. */
export interface Collected {
  readonly baseline: SoakBaseline;
  readonly note: string;
  readonly isWaitedFor: boolean;
}

/** Why there is none; undefined: nothing is compared. */
export type Collection = Collected | { readonly refused: string; readonly limit: WaitLimit };

/**
 * Looks at a node and its peers until it is known what is usual. The first of a roll takes the whole time of
 * the baseline; while its soak lasts those that come next are looked at too.
 */
export async function collectBaseline(
  run: Run,
  node: PlannedNode,
  sleep: (ms: number) => Promise<void>,
): Promise<Collection | undefined> {
  const { plan } = run;
  if (!comparesPeers(node.steps)) return undefined;
  const { soakBaselineMs, gateWaitMs } = plan.limits;
  const limit = { name: soakBaselineGate, ms: soakBaselineMs + gateWaitMs };
  const budget = waitBudget(run.clock);
  for (let looks = 1; ; looks += 1) {
    const isLast = budget.isUsedUp(limit);
    const { verdict, nextInMs } = await run.baseline(node, isLast);
    if (verdict.kind === 'ready') {
      const { baseline, note } = verdict;
      return { baseline, note, isWaitedFor: looks > 1 };
    }
    if (isLast) return { refused: verdict.reason, limit };
    const reason = `${soakBaselineGate}: ${verdict.reason}; up to ${describeLimit(limit)}`;
    await run.emit({ type: 'waiting', node: node.address, reason });
    await sleep(nextInMs);
  }
}

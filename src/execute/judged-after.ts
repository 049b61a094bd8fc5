import { progressOf, type Progress } from '../model/event.ts';
import type { GateJudgement, Reach } from '../model/gate.ts';
import { onceForEach } from '../model/once-for-each.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import type { Comparison } from './comparison.ts';
import type { EventBody } from './roll.ts';

/** A node that ran the target already was not stopped: nothing of it has changed. */
export function isRestartedIn(progress: Progress, { address, steps }: PlannedNode): boolean {
  const stop = steps.findIndex(({ kind }) => kind === 'stop');
  return progressOf(progress, address)?.steps[stop] !== 'skipped';
}

export async function compared(
  comparison: Comparison,
  node: PlannedNode,
  told: ReturnType<typeof afterTeller>,
) {
  const seen = await comparison.compare(node);
  await told([seen.judgement], 'all');
  return seen;
}

/** One list for all nodes. */
export const soakGatesOf = onceForEach(({ after, undoes }: Plan): readonly string[] => [
  ...after,
  // Findings are why one goes back.
  ...(undoes ? [] : ['no-holding-findings']),
]);

/** Journals a verdict when its kind changes, not at every look; that a gate passed by the word of all. */
export function afterTeller(node: PlannedNode, emit: (event: EventBody) => Promise<void>) {
  const last = new Map<string, string>();
  let attempt = 0;
  return async (judgements: readonly GateJudgement[], reach: Reach) => {
    attempt += 1;
    for (const { gate, verdict } of judgements) {
      const isByFew = verdict.kind === 'pass' && reach === 'near';
      if (isByFew || last.get(gate) === verdict.kind) continue;
      last.set(gate, verdict.kind);
      await emit({
        type: 'gate-judged',
        node: node.address,
        gate,
        phase: 'after',
        verdict,
        attempt,
      });
    }
    return judgements;
  };
}

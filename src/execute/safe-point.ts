import { Halted } from '../model/errors.ts';
import type { PlannedNode } from '../model/plan.ts';
import { begunPartWay } from './part-way.ts';
import { interrupted, resumeOf } from './roll-ends.ts';
import type { Run } from './roll.ts';

/**
 * Before a node is begun nothing is half done: here the roll stops when it was asked to, or until what
 * its plan wants approved is. Throws Halted or Interrupted.
 */
export async function passSafePoint(run: Run, node: PlannedNode): Promise<void> {
  await stopIfAsked(run);
  for (const name of node.approvals ?? []) {
    if (run.progress().approved.includes(name)) continue;
    const { approved } = await run.control();
    if (!approved.includes(name)) throw unapproved(run, node, name);
    await run.emit({ type: 'approved', node: node.address, name });
  }
}

/** Sleeps between two looks at a node that still serves, unless the operator wants the roll to stop. */
export async function sleepUnlessAsked(run: Run, ms = run.plan.limits.pollMs): Promise<void> {
  await stopIfAsked(run);
  try {
    await run.clock.sleep(ms, run.softSignal);
  } catch {
    throw interrupted(run);
  }
}

/** While no node is part-way. Throws Halted or Interrupted. */
export async function stopIfAsked(run: Run): Promise<void> {
  if (run.softSignal.aborted) throw interrupted(run);
  // A node that is part-way is brought back first.
  if (begunPartWay(run.plan, run.progress())) return;
  const { asked } = await run.control();
  if (asked === 'pause') {
    throw new Halted(
      'paused',
      'paused, as was asked; no node is part-way',
      `go on with: ${resumeOf(run)}`,
    );
  }
  if (asked === 'abort') {
    throw new Halted(
      'aborted',
      'aborted, as was asked; no node is part-way',
      `it cannot be resumed; make a new plan: ${run.next.plan(run.plan)}`,
    );
  }
}

function unapproved(run: Run, { address }: PlannedNode, name: string): Halted {
  return new Halted(
    'paused',
    `waiting for approval of ${name} before ${address}; no node is part-way`,
    `look with \`${run.next.health}\`, then: ${run.next.approve(name, run.runId)}, and: ${resumeOf(run)}`,
  );
}

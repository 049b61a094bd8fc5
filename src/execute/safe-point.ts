import { Halted, Interrupted } from '../model/errors.ts';
import type { PlannedNode } from '../model/plan.ts';
import type { Run } from './run-under-way.ts';
import { partWay } from './part-way.ts';

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
export async function sleepUnlessAsked(run: Run): Promise<void> {
  await stopIfAsked(run);
  try {
    await run.clock.sleep(run.plan.limits.pollMs, run.softSignal);
  } catch {
    throw interrupted(run);
  }
}

export function interrupted(run: Run): Interrupted {
  const cause: unknown = run.softSignal.reason;
  const signal = cause instanceof Interrupted ? cause.signal : 'SIGINT';
  return new Interrupted(signal, `${standing(run)}; go on with: ${resumeOf(run)}`);
}

export const resumeOf = (run: Run) => run.next.resume(run.runId);

async function stopIfAsked(run: Run): Promise<void> {
  if (run.softSignal.aborted) throw interrupted(run);
  const { asked } = await run.control();
  if (asked === 'pause') {
    throw new Halted(
      'paused',
      `paused, as was asked; ${standing(run)}`,
      `go on with: ${resumeOf(run)}`,
    );
  }
  if (asked === 'abort') {
    throw new Halted(
      'aborted',
      `aborted, as was asked; ${standing(run)}`,
      `it cannot be resumed; make a new plan: ${run.next.plan(run.plan)}`,
    );
  }
}

function standing(run: Run): string {
  return partWay(run.plan, run.progress())?.text ?? 'no node is part-way';
}

function unapproved(run: Run, { address }: PlannedNode, name: string): Halted {
  return new Halted(
    'paused',
    `waiting for approval of ${name} before ${address}; ${standing(run)}`,
    `look with \`${run.next.health}\`, then: ${run.next.approve(name, run.runId)}, and: ${resumeOf(run)}`,
  );
}

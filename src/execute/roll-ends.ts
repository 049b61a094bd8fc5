import { GateRefused, Halted, Interrupted } from '../model/errors.ts';
import type { HowEnded } from '../model/event.ts';
import { leftFrozenText } from '../model/freeze.ts';
import type { WaitLimit } from '../model/gate.ts';
import { cannotGoOn, orAnew } from '../model/next-command.ts';
import type { Plan, PlannedNode } from '../model/plan.ts';
import { siblingsOf } from '../model/waves.ts';
import { describeLimit, reasonOf, type Held } from '../steps/wait-budget.ts';
import { goesOn, partWay } from './part-way.ts';
import type { Run } from './roll.ts';

/** How a part of a run ended. */
export interface Ended {
  readonly how: HowEnded;
  readonly error: Error;
}

export function refused(
  run: Run,
  node: PlannedNode,
  held: Held,
  {
    limit,
    isDown = false,
  }: { readonly limit?: WaitLimit | undefined; readonly isDown?: boolean } = {},
): GateRefused {
  const waited = limit ? `; not within ${describeLimit(limit)}` : '';
  const newPlan = held.verdict.kind === 'refuse' ? held.verdict.newPlan : undefined;
  const anew = run.next.plan(run.plan);
  const hint = {
    needed: () => `${cannotGoOn}: ${anew}${frozenText(run)}`,
    possible: () => `${mending(run, node, isDown)}; ${orAnew}: ${anew}`,
    none: () => mending(run, node, isDown),
  }[newPlan ?? 'none'];
  return new GateRefused(
    `${node.address}: ${notBegun(node, run.plan)}: gate ${reasonOf(held)}${waited}; ${leftText(run)}`,
    hint(),
    { newPlan },
  );
}

/** `node` does not run: it is not waited for again, unless somebody starts it. */
function mending(run: Run, { address }: PlannedNode, isDown: boolean): string {
  if (!isDown) return `mend the cause, then: ${resumeOf(run)}`;
  const { allowDown = 0 } = run.plan;
  const later = run.next.plan({ ...run.plan, allowDown: Math.max(1, allowDown) });
  return `${address} does not run: start it, then: ${resumeOf(run)}; or leave it for later by a new plan: ${later}`;
}

function notBegun(node: PlannedNode, { nodes }: Plan): string {
  const what = node.steps.some(({ kind }) => kind === 'stop') ? 'not stopped' : 'not begun';
  return siblingsOf(nodes, node).length === 0 ? what : `${what}, nor is any other of its wave`;
}

/** Undefined: the gate does not only say that this is not the time. */
export function pausedBy(run: Run, { address }: PlannedNode, held: Held): Halted | undefined {
  if (held.verdict.kind !== 'refuse' || !held.verdict.isPause) return undefined;
  return new Halted(
    'paused',
    `paused before ${address}: ${reasonOf(held)}; no node is part-way`,
    `go on then with: ${resumeOf(run)}`,
  );
}

function leftText(run: Run): string {
  const left = run.plan.undoes && partWay(run.plan, run.progress());
  return left?.text ?? 'no node is part-way';
}

export function interrupted(run: Run): Interrupted {
  const left = [partWay(run.plan, run.progress())?.text, goesOn(run.plan, run.progress())];
  const state = left.find((text) => text !== undefined) ?? 'no node is part-way';
  const cause: unknown = run.softSignal.reason;
  const signal = cause instanceof Interrupted ? cause.signal : 'SIGINT';
  return new Interrupted(signal, `${state}; go on with: ${resumeOf(run)}`);
}

/** With what stands still until then: once a node is begun it does. */
export function resumeOf(run: Run): string {
  return `${run.next.resume(run.runId)}${frozenText(run)}`;
}

function frozenText(run: Run): string {
  const { freeze } = run.plan;
  const { isFrozen, newest } = run.progress();
  return freeze && isFrozen && newest ? `; until then ${leftFrozenText(freeze)}` : '';
}

import { GateRefused, Interrupted, StepFailed } from '../model/errors.ts';
import type { PlannedNode } from '../model/plan.ts';
import { isTriedAgain, type PlannedStep, type StepKind, type StepOutcome } from '../model/step.ts';
import { isStepDone, runStep } from '../steps/index.ts';
import type { NodeContext } from '../steps/step.ts';
import { comesBeforeGates } from './part-way.ts';
import { interrupted, resumeOf } from './roll-ends.ts';
import type { Run } from './roll.ts';

/** A node that is begun, and the step at which it goes on. */
export interface Taken {
  readonly node: PlannedNode;
  readonly from: number;
}

/** A step that did not do what it is there for: its node goes no further. */
interface NotDone {
  readonly address: string;
  readonly kind: StepKind;
  readonly outcome: Extract<StepOutcome, { kind: 'failed' | 'refused' }>;
}

export function isHarmless(step: PlannedStep | undefined): boolean {
  return step !== undefined && comesBeforeGates(step.kind);
}

/** What touches nothing and may take long. Throws when a step was not done on every node. */
export async function takeHarmless(run: Run, taken: readonly Taken[]): Promise<readonly Taken[]> {
  const ends = taken.map(({ node, from }) => {
    const rest = node.steps.slice(from);
    const count = rest.findIndex((step) => !isHarmless(step));
    return { node, from, end: count < 0 ? node.steps.length : from + count };
  });
  await takeUpTo(run, ends);
  return ends.map(({ node, end }) => ({ node, from: end }));
}

/** Takes nodes side by side up to a step each, which is not taken any more. Throws when one before it was not done. */
export async function takeUpTo(
  run: Run,
  ends: readonly (Taken & { readonly end: number })[],
): Promise<void> {
  const taking = sideBySide(ends, ({ node, ...steps }) =>
    takeSteps(run, run.contextFor(node), steps),
  );
  throwIfNotDone(run, await taking);
}

/**
 * Nodes that are begun go on to their end side by side, each at its own pace: a part of a set of nodes that may be
 * down together is one that may, too. Their soaks begin when all are back, so that they are each other's peers
 * again. Where one stops short, the others still go on to their end. Throws StepFailed, GateRefused or Interrupted.
 */
export async function goOn(run: Run, taken: readonly Taken[]): Promise<void> {
  const going = taken.map(({ node, from }) => {
    const soak = node.steps.findIndex(({ kind }) => kind === 'soak');
    const pause = soak < 0 ? node.steps.length : Math.max(soak, from);
    return { node, from, pause, context: run.contextFor(node) };
  });
  const back = await sideBySide(going, async (one) => {
    const end = await takeSteps(run, one.context, { from: one.from, end: one.pause });
    return 'outcome' in end ? end : { ...one, context: end };
  });
  const over = await sideBySide(back.done, async ({ node, context, pause }) => {
    const end = await takeSteps(run, context, { from: pause, end: node.steps.length });
    if (!('outcome' in end)) await run.emit({ type: 'node-done', node: node.address });
    return end;
  });
  throwIfNotDone(run, {
    notDone: [...back.notDone, ...over.notDone],
    thrown: [...back.thrown, ...over.thrown],
  });
}

interface Ends {
  readonly notDone: readonly NotDone[];
  readonly thrown: readonly Error[];
}

/** Waits for all of them, whatever becomes of one. */
async function sideBySide<T, R extends object>(
  items: readonly T[],
  work: (item: T) => Promise<NotDone | R>,
): Promise<Ends & { readonly done: readonly R[] }> {
  const done: R[] = [];
  const notDone: NotDone[] = [];
  const thrown: Error[] = [];
  const ends = await Promise.allSettled(items.map(work));
  for (const end of ends) {
    if (end.status === 'rejected') thrown.push(errorOf(end.reason));
    else if ('outcome' in end.value) notDone.push(end.value);
    else done.push(end.value);
  }
  return { done, notDone, thrown };
}

function errorOf(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

/** The steps from one on and before another, by number; the context as they leave it. */
async function takeSteps(
  run: Run,
  context: NodeContext,
  { from, end }: { readonly from: number; readonly end: number },
): Promise<NotDone | NodeContext> {
  let now = context;
  for (const [index, step] of context.node.steps.entries()) {
    if (index < from || index >= end) continue;
    const taken = await takeStep(run, now, index, step);
    if ('outcome' in taken) return taken;
    now = { ...now, seenSince: taken.seenSince };
  }
  return now;
}

/**
 * A step, and again as often as the plan says where that is safe: each try is in the journal with what came of it.
 * Tells since when the node is seen to be back with nothing done to it after.
 */
async function takeStep(
  run: Run,
  context: NodeContext,
  index: number,
  step: PlannedStep,
): Promise<NotDone | Pick<NodeContext, 'seenSince'>> {
  const { retries, retryPauseMs } = run.plan.limits;
  const most = isTriedAgain(step) ? retries : 0;
  for (let tried = 0; ; tried += 1) {
    const outcome = await tryStep(run, context, index, step);
    if (outcome.kind === 'done') return { seenSince: outcome.seenSince };
    if (outcome.kind === 'fell-back') return { seenSince: undefined };
    if (tried === most) return notDone(context, step, outcome, tried);
    const when = `in ${retryPauseMs / 1_000} s, ${tried + 1} of ${most}`;
    context.say(`${step.kind} is tried again ${when}: ${outcome.reason}`);
    // The second Ctrl-C is answered at the next try.
    await context.clock.sleep(retryPauseMs, context.signal).catch(() => undefined);
  }
}

function notDone(
  { node: { address } }: NodeContext,
  { kind }: PlannedStep,
  outcome: NotDone['outcome'],
  tried: number,
): NotDone {
  const reason = tried === 0 ? outcome.reason : `${outcome.reason} (tried ${tried + 1} times)`;
  return { address, kind, outcome: { ...outcome, reason } };
}

async function tryStep(
  run: Run,
  context: NodeContext,
  index: number,
  step: PlannedStep,
): Promise<StepOutcome> {
  // After the second Ctrl-C nothing new is begun: a drained node is not stopped any more.
  if (context.signal.aborted) throw interrupted(run);
  await run.requireOwn(context.node);
  const { address } = context.node;
  const about = { node: address, step: index, kind: step.kind } as const;
  if (await isStepDone(step, context)) {
    await run.emit({ type: 'step-skipped', ...about, reason: 'already so' });
    const { seenSince } = context;
    return { kind: 'done', ...(seenSince === undefined ? {} : { seenSince }) };
  }
  await run.emit({ type: 'step-started', ...about });
  const outcome = await runStep(step, context);
  await run.emit({ type: 'step-ended', ...about, outcome });
  return outcome;
}

/** What is no end of a step (our bug, a journal that cannot be written) before all else. */
function throwIfNotDone(run: Run, { notDone, thrown }: Ends): void {
  const strange = thrown.find((error) => !(error instanceof Interrupted));
  if (strange) throw strange;
  if (thrown.length > 0) throw interrupted(run);
  if (notDone.length > 0) throw endOf(run, notDone);
}

/** Every node that is left part-way is named, with what to do there; one that was refused is whole. */
function endOf(run: Run, notDone: readonly NotDone[]): StepFailed | GateRefused {
  const failed = notDone.flatMap(({ address, kind, outcome }) =>
    outcome.kind === 'failed' ? [{ address, step: kind, ...outcome }] : [],
  );
  const held = notDone.flatMap(({ address, kind, outcome }) =>
    outcome.kind === 'refused' ? [`${address}: ${kind} holds the roll: ${outcome.reason}`] : [],
  );
  const tail = notDone.find(({ outcome }) => outcome.tail !== undefined)?.outcome.tail;
  if (failed.length === 0) {
    return new GateRefused(
      `${held.join('; ')}; no node is part-way`,
      `look with \`${run.next.health}\`, then: ${resumeOf(run)}`,
      { tail },
    );
  }
  const texts = failed.map(
    ({ address, step, reason, nodeState }) =>
      `${address}: ${step}: ${reason}; the node is now: ${nodeState}`,
  );
  const where = (address: string) => (failed.length > 1 ? `${address}: ` : '');
  const next = failed.map((each) => where(each.address) + each.next).join('; ');
  return new StepFailed([...texts, ...held].join('; '), `${next}: ${resumeOf(run)}`, tail);
}

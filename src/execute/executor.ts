import { GateRefused, Halted, Interrupted, StepFailed, ToolError } from '../model/errors.ts';
import { lastStepOf, progressOf, type NodeProgress } from '../model/event.ts';
import type { GateJudgement } from '../model/gate.ts';
import type { Instant } from '../model/instant.ts';
import { exitCodes } from '../model/outcome.ts';
import { rolledOf, type PlannedNode } from '../model/plan.ts';
import { isTriedAgain, type PlannedStep, type StepOutcome } from '../model/step.ts';
import { isStepDone, runStep } from '../steps/index.ts';
import { isRestarted, processState } from '../steps/process-state.ts';
import type { NodeContext } from '../steps/step.ts';
import { passBefore, readyToStop, requireOwnMachine, tellBefore } from './before-stop.ts';
import { freezer, lifted, liftFreeze } from './freeze.ts';
import { comesBeforeGates, partWay } from './part-way.ts';
import { reentryStep } from './reentry.ts';
import { isReopened, quiesceOf } from './reopen.ts';
import { interrupted, refused, resumeOf, type Ended } from './roll-ends.ts';
import type { Run } from './roll.ts';
import { passSafePoint, stopIfAsked } from './safe-point.ts';
import { skipTo } from './skip-to.ts';
import { isDecided, standingOf } from './standing.ts';

/** Rolls every node that is not done. Throws GateRefused, StepFailed, Halted or Interrupted; journals how it ended. */
export async function executePlan(run: Run): Promise<void> {
  try {
    await rollNodes(run);
    await liftFreeze(run);
    await run.emit({ type: 'run-ended', how: 'complete' });
  } catch (error) {
    const known = await lifted(run, endOf(run, error));
    // Why it ended is worth more than that this could not be written down.
    await run
      .emit({ type: 'run-ended', how: known.how, reason: known.error.message })
      .catch(() => undefined);
    throw known.error;
  }
}

async function rollNodes(run: Run): Promise<void> {
  const freezeBefore = freezer(run);
  for (const node of rolledOf(run.plan.nodes)) {
    const state = progressOf(run.progress(), node.address)?.state;
    if (state === 'done') continue;
    // A node that is part-way is brought back first.
    if (state === undefined) await passSafePoint(run, node);
    else if (run.softSignal.aborted) throw interrupted(run);
    await freezeBefore(node);
    await rollNode(run, node);
  }
}

async function rollNode(run: Run, node: PlannedNode): Promise<void> {
  const from = progressOf(run.progress(), node.address)
    ? await reenter(run, node)
    : await begin(run, node);
  let context = run.contextFor(node);
  for (const [index, step] of node.steps.entries()) {
    if (index < from) continue;
    const seenSince = await takeStep(run, context, index, step);
    context = { ...context, seenSince };
  }
  await run.emit({ type: 'node-done', node: node.address });
}

/**
 * The gates before the stop; then the node's generation is on disk, so that a new start can be told. Where something
 * is got ready first the gates come after that; before it only to name what keeps the node from telling what it is.
 */
async function begin(run: Run, node: PlannedNode): Promise<number> {
  await requireOwnMachine(run, node);
  const context = run.contextFor(node);
  const isGotReady = isHarmless(node.steps[0]);
  let standing = await standingOf(context);
  if (standing.kind === 'unknown' && node.leftWith) {
    return await takeUpLeft(run, node, node.leftWith);
  }
  if (!isDecided(standing, isGotReady)) {
    await (isGotReady ? passBefore(run, node, run.judgeBefore) : readyToStop(run, node));
    standing = await standingOf(context);
  }
  const about = { type: 'node-started', node: node.address } as const;
  if (standing.kind === 'unknown') {
    const { reason } = standing;
    const held: GateJudgement = { gate: 'own-generation', verdict: { kind: 'refuse', reason } };
    await tellBefore(run, node, [held], 1);
    throw refused(run, node, held);
  }
  if (standing.already !== undefined) {
    // Its peers must know at least the start it is running from.
    await run.emit({ ...about, generation: standing.generation - 1 });
    return await skipTo(run, node, 'start', `already ${standing.already}`);
  }
  await run.emit({ ...about, generation: standing.generation });
  return isGotReady ? await readyAfterHarmless(run, node, 0) : 0;
}

/**
 * A node that another run left and that does not serve. To start it takes nothing from anybody; before what is left
 * of it is stopped the gates are judged.
 */
async function takeUpLeft(
  run: Run,
  node: PlannedNode,
  { generation }: NonNullable<PlannedNode['leftWith']>,
): Promise<number> {
  const isStopped = (await processState(run.contextFor(node))).kind === 'stopped';
  if (!isStopped) await passBefore(run, node, run.judgeLeft);
  await run.emit({ type: 'node-started', node: node.address, generation });
  if (!isStopped) return 0;
  return await skipTo(run, node, 'stop', 'it is stopped');
}

/** What touches nothing may take long: it comes before the gates, so that they are judged seconds before the stop. */
async function readyAfterHarmless(run: Run, node: PlannedNode, from: number): Promise<number> {
  const context = run.contextFor(node);
  let at = from;
  for (let step = node.steps[at]; step && isHarmless(step); step = node.steps[at]) {
    await takeStep(run, context, at, step);
    at += 1;
  }
  await stopIfAsked(run);
  await readyToStop(run, node);
  return at;
}

function isHarmless(step: PlannedStep | undefined): boolean {
  return step !== undefined && comesBeforeGates(step.kind);
}

/**
 * A node that still serves and is to be drained or stopped is as good as untouched: what was safe when
 * it was begun may not be safe now, so the gates are judged again. A drained node serves nobody.
 */
async function reenter(run: Run, node: PlannedNode): Promise<number> {
  const progress = progressOf(run.progress(), node.address);
  if (!progress) return 0;
  const context = askedOnce(run.contextFor(node));
  const step = reentryStep(node.steps, progress, {
    process: (await processState(context)).kind,
    isRestarted: await isRestarted(context),
  });
  const stopAt = node.steps.findIndex(({ kind }) => kind === 'stop');
  if (stopAt < 0) return await readyAfterHarmless(run, node, step);
  if (step > stopAt) return step;
  if (isUntouched(node, progress)) return await readyAfterHarmless(run, node, 0);
  if ((await context.self()).kind === 'missing' && !(await isReopened(run, context))) return step;
  return await readyAfterHarmless(run, node, Math.min(step, quiesceOf(node, step)));
}

/** Whatever it answers now: its gates decide, and what was got ready for it may be old by now. */
function isUntouched({ steps }: PlannedNode, progress: NodeProgress): boolean {
  const last = lastStepOf(progress);
  return !last || isHarmless(steps[last.index]);
}

/** Where to go on is decided on one answer: asking again could only contradict it. */
function askedOnce(context: NodeContext): NodeContext {
  let answer: ReturnType<NodeContext['self']> | undefined;
  return { ...context, self: () => (answer ??= context.self()) };
}

/**
 * A step, and again as often as the plan says where that is safe: each try is in the journal with what came of it.
 * Returns since when the node is seen to be back with nothing done to it after.
 */
async function takeStep(
  run: Run,
  context: NodeContext,
  index: number,
  step: PlannedStep,
): Promise<Instant | undefined> {
  const { retries, retryPauseMs } = run.plan.limits;
  const most = isTriedAgain(step) ? retries : 0;
  for (let tried = 0; ; tried += 1) {
    const outcome = await tryStep(run, context, index, step);
    if (outcome.kind === 'done') return outcome.seenSince;
    if (outcome.kind === 'fell-back') return undefined;
    if (tried === most) throw notDone(run, context.node, step, outcome, tried);
    const when = `in ${retryPauseMs / 1_000} s, ${tried + 1} of ${most}`;
    context.say(`${step.kind} is tried again ${when}: ${outcome.reason}`);
    // The second Ctrl-C is answered at the next try.
    await context.clock.sleep(retryPauseMs, context.signal).catch(() => undefined);
  }
}

async function tryStep(
  run: Run,
  context: NodeContext,
  index: number,
  step: PlannedStep,
): Promise<StepOutcome> {
  // After the second Ctrl-C nothing new is begun: a drained node is not stopped any more.
  if (context.signal.aborted) throw interrupted(run);
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

function notDone(
  run: Run,
  node: PlannedNode,
  step: PlannedStep,
  outcome: Extract<StepOutcome, { kind: 'failed' | 'refused' }>,
  tried: number,
): Error {
  const { address } = node;
  const reason = tried === 0 ? outcome.reason : `${outcome.reason} (tried ${tried + 1} times)`;
  if (outcome.kind === 'failed') {
    return new StepFailed(
      `${address}: ${step.kind}: ${reason}; the node is now: ${outcome.nodeState}`,
      `${outcome.next}: ${resumeOf(run)}`,
      outcome.tail,
    );
  }
  return new GateRefused(
    `${address}: ${step.kind} holds the roll: ${reason}; no node is part-way`,
    `look with \`${run.next.health}\`, then: ${resumeOf(run)}`,
    outcome.tail,
  );
}

function endOf(run: Run, error: unknown): Ended {
  if (error instanceof GateRefused) return { how: 'refused', error };
  if (error instanceof Halted) return { how: error.how, error };
  if (error instanceof Interrupted) return { how: 'interrupted', error: interrupted(run) };
  return { how: 'failed', error: error instanceof ToolError ? error : unexpected(run, error) };
}

/** Our bug; but the operator has to know of the node that it left. */
function unexpected(run: Run, error: unknown): Error {
  const known = error instanceof Error ? error : new Error(String(error));
  const state = partWay(run.plan, run.progress())?.text;
  if (state === undefined) return known;
  return new ToolError(
    `unexpected: ${known.message}; ${state}`,
    exitCodes.bug,
    `this is a bug in Ringward; go on with: ${resumeOf(run)}`,
    known,
  );
}

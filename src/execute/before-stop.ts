import { soakBaselineGate } from '../gates/soak-baseline.ts';
import type { GateRefused } from '../model/errors.ts';
import type { GateJudgement, WaitLimit } from '../model/gate.ts';
import type { PlannedNode } from '../model/plan.ts';
import type { NodeInfo } from '../model/readings.ts';
import type { Seen } from '../model/seen.ts';
import { processState } from '../steps/process-state.ts';
import { describeLimit, heldBy, reasonOf, waitBudget, type Held } from '../steps/wait-budget.ts';
import { collectBaseline } from './collect-baseline.ts';
import { pausedBy, refused } from './roll-ends.ts';
import type { JudgedNode, Run } from './roll.ts';
import { sleepUnlessAsked } from './safe-point.ts';

/**
 * The gates of nodes that are to be stopped side by side, and what their soaks will compare with. What was long to
 * collect has the gates judged again.
 */
export async function readyToStop(run: Run, nodes: readonly PlannedNode[]): Promise<void> {
  await passBefore(run, nodes, run.judgeBefore);
  let isWaitedFor = false;
  for (const node of nodes) isWaitedFor = (await keepBaseline(run, node)) || isWaitedFor;
  if (isWaitedFor) await passBefore(run, nodes, run.judgeBefore);
}

/** True: it had to be waited for. */
async function keepBaseline(run: Run, node: PlannedNode): Promise<boolean> {
  const { address } = node;
  const collected = await collectBaseline(run, node, (ms) => sleepUnlessAsked(run, ms));
  if (!collected) return false;
  if ('refused' in collected) {
    const verdict = { kind: 'wait', reason: collected.refused } as const;
    const held = { gate: soakBaselineGate, verdict };
    await tellBefore(run, node, [held], 1);
    throw refused(run, node, held, { limit: collected.limit });
  }
  const { baseline, isWaitedFor } = collected;
  await run.emit({ type: 'soak-baseline', node: address, baseline });
  return isWaitedFor;
}

/**
 * The gates before nodes that are stopped side by side, until those of all pass at one look; what does not pass in
 * time holds the roll.
 */
export async function passBefore(
  run: Run,
  nodes: readonly PlannedNode[],
  judge: Run['judgeBefore'],
): Promise<void> {
  const common = { name: 'gateWait', ms: run.plan.limits.gateWaitMs };
  const budget = waitBudget(run.clock);
  for (let attempt = 1; ; attempt += 1) {
    // What is waited for must be seen to be over.
    const judged = await judge(nodes, attempt === 1);
    const first = heldFirst(judged);
    const limit = first?.held.verdict.kind === 'wait' ? (first.held.limit ?? common) : undefined;
    const isLast = !limit || budget.isUsedUp(limit);
    if (isLast) await tellAll(run, judged, attempt);
    if (!first) return;
    const { node, held } = first;
    if (isLast) throw pausedBy(run, node, held) ?? (await refusedNow(run, node, held, limit));
    const reason = `${reasonOf(held)}; up to ${describeLimit(limit)}`;
    await run.emit({ type: 'waiting', node: node.address, reason });
    await sleepUnlessAsked(run);
  }
}

async function refusedNow(
  run: Run,
  node: PlannedNode,
  held: Held,
  limit: WaitLimit | undefined,
): Promise<GateRefused> {
  const { kind } = await processState(run.contextFor(node));
  return refused(run, node, held, { limit, isDown: kind === 'stopped' });
}

/** Of what holds several nodes the same comes first as of one. */
function heldFirst(judged: readonly JudgedNode[]) {
  const each = judged.flatMap(({ node, judgements }) => {
    const held = heldBy(judgements);
    return held ? [{ node, held }] : [];
  });
  const worst = heldBy(each.map(({ held }) => held));
  return each.find(({ held }) => held.verdict === worst?.verdict);
}

async function tellAll(run: Run, judged: readonly JudgedNode[], attempt: number): Promise<void> {
  for (const { node, judgements } of judged) await tellBefore(run, node, judgements, attempt);
}

/** What acts on a node must reach that node: a wrong host in the inventory would stop another. */
export async function requireOwnMachine(run: Run, node: PlannedNode): Promise<void> {
  const context = run.contextFor(node);
  if (!context.isReached) return;
  const reason = whyAstray(await context.ask('info'), node);
  if (reason === undefined) return;
  const held = { gate: 'own-machine', verdict: { kind: 'refuse', reason } } as const;
  await tellBefore(run, node, [held], 1);
  throw refused(run, node, held);
}

/** Undefined: not seen; then a drain is not seen either, and nothing is stopped. */
function whyAstray(info: Seen<NodeInfo>, { hostId }: PlannedNode): string | undefined {
  if (info.kind === 'missing') return info.why === 'another-node' ? info.detail : undefined;
  return info.value.hostId === hostId
    ? undefined
    : `its commands reach the node with host id ${info.value.hostId}, and it has ${hostId}: the inventory leads astray`;
}

/** The last word of gates before a stop goes into the journal. */
export async function tellBefore(
  run: Run,
  { address }: PlannedNode,
  judgements: readonly GateJudgement[],
  attempt: number,
): Promise<void> {
  for (const { gate, verdict } of judgements) {
    const judged = { gate, phase: 'before', verdict, attempt } as const;
    await run.emit({ type: 'gate-judged', node: address, ...judged });
  }
}

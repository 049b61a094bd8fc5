import type { GateJudgement } from '../model/gate.ts';
import type { PlannedNode } from '../model/plan.ts';
import { processState } from '../steps/process-state.ts';
import { passBefore, readyToStop, requireOwnMachine, tellBefore } from './before-stop.ts';
import { refused } from './roll-ends.ts';
import type { Run } from './roll.ts';
import { stopIfAsked } from './safe-point.ts';
import { skipTo } from './skip-to.ts';
import { isDecided, standingOf, type Standing } from './standing.ts';
import { goOn, isHarmless, takeHarmless, type Taken } from './take-steps.ts';

/** A node that is to be begun, and what it tells of itself. */
interface Standby {
  readonly node: PlannedNode;
  readonly standing: Standing;
}

/** Takes nodes of which none is begun, side by side, to their end. */
export async function rollNew(run: Run, nodes: readonly PlannedNode[]): Promise<void> {
  const seen: Standby[] = [];
  for (const node of nodes) {
    await requireOwnMachine(run, node);
    seen.push(await askedNow(run, node));
  }
  const isLeft = ({ node, standing }: Standby) =>
    standing.kind === 'unknown' && node.leftWith !== undefined;
  await takeUpLeft(run, seen.filter(isLeft).map(nodeOf));
  const others = seen.filter((one) => !isLeft(one));
  if (others.length > 0) await goOn(run, await begin(run, others));
}

function nodeOf({ node }: Standby): PlannedNode {
  return node;
}

async function askedNow(run: Run, node: PlannedNode): Promise<Standby> {
  return { node, standing: await standingOf(run.contextFor(node)) };
}

/**
 * The gates before the stop; then the generation of each is on disk, so that a new start can be told. Where something
 * is got ready first the gates come after that; before it only to name what keeps a node from telling what it is.
 */
async function begin(run: Run, seen: readonly Standby[]): Promise<readonly Taken[]> {
  const isGotReady = seen.some(({ node }) => isHarmless(node.steps[0]));
  const asked = await decided(run, seen, isGotReady);
  const there: Taken[] = [];
  const stopped: PlannedNode[] = [];
  for (const { node, standing } of asked) {
    const about = { type: 'node-started', node: node.address } as const;
    if (standing.kind === 'unknown') return await refuseUnknown(run, node, standing.reason);
    if (standing.already === undefined) {
      await run.emit({ ...about, generation: standing.generation });
      stopped.push(node);
      continue;
    }
    // Its peers must know at least the start it is running from.
    await run.emit({ ...about, generation: standing.generation - 1 });
    const from = await skipTo(run, node, 'start', `already ${standing.already}`);
    there.push({ node, from });
  }
  const ready = stopped.map((node) => ({ node, from: 0 }));
  const isMade = isGotReady && ready.length > 0;
  return [...there, ...(isMade ? await readyAfterHarmless(run, ready) : ready)];
}

/** Nodes that are there already are let be; gates are judged of the others, where none is to be got ready for them. */
async function decided(
  run: Run,
  seen: readonly Standby[],
  isGotReady: boolean,
): Promise<readonly Standby[]> {
  const isThere = ({ standing }: Standby) =>
    standing.kind === 'seen' && standing.already !== undefined;
  const others = seen.filter((one) => !isThere(one)).map(nodeOf);
  if (seen.every(({ standing }) => isDecided(standing, isGotReady))) return seen;
  await (isGotReady ? passBefore(run, others, run.judgeBefore) : readyToStop(run, others));
  return await Promise.all(
    seen.map((one) => (isThere(one) ? Promise.resolve(one) : askedNow(run, one.node))),
  );
}

async function refuseUnknown(run: Run, node: PlannedNode, reason: string): Promise<never> {
  const held: GateJudgement = { gate: 'own-generation', verdict: { kind: 'refuse', reason } };
  await tellBefore(run, node, [held], 1);
  throw refused(run, node, held);
}

/**
 * Nodes that another run left and that do not serve. To start one takes nothing from anybody, so those that are
 * stopped come first; before what is left of another is stopped the gates are judged.
 */
async function takeUpLeft(run: Run, nodes: readonly PlannedNode[]): Promise<void> {
  const stopped: PlannedNode[] = [];
  const running: PlannedNode[] = [];
  for (const node of nodes) {
    const { kind } = await processState(run.contextFor(node));
    (kind === 'stopped' ? stopped : running).push(node);
  }
  const taken: Taken[] = [];
  for (const node of stopped) {
    await startLeft(run, node);
    taken.push({ node, from: await skipTo(run, node, 'stop', 'it is stopped') });
  }
  await goOn(run, taken);
  for (const node of running) {
    await passBefore(run, [node], run.judgeLeft);
    await startLeft(run, node);
    await goOn(run, [{ node, from: 0 }]);
  }
}

async function startLeft(run: Run, { address, leftWith }: PlannedNode): Promise<void> {
  await run.emit({ type: 'node-started', node: address, generation: leftWith?.generation });
}

/** The gates come after what may take long, so that they are judged seconds before the stop. */
export async function readyAfterHarmless(
  run: Run,
  taken: readonly Taken[],
): Promise<readonly Taken[]> {
  const ready = await takeHarmless(run, taken);
  await stopIfAsked(run);
  await readyToStop(
    run,
    ready.map(({ node }) => node),
  );
  return ready;
}

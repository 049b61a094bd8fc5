import { byAddress } from '../model/by-address.ts';
import { ToolError } from '../model/errors.ts';
import {
  applyEvent,
  noProgress,
  progressOf,
  type Progress,
  type UpgradeEvent,
} from '../model/event.ts';
import { isSmallCluster } from '../gates/witnesses.ts';
import type { Gate, GateSubject, Reach } from '../model/gate.ts';
import type { Inventory, InventoryNode } from '../model/inventory.ts';
import type { Detector } from '../model/detector.ts';
import { onceForEach } from '../model/once-for-each.ts';
import { exitCodes } from '../model/outcome.ts';
import type { NextCommands } from '../model/next-command.ts';
import { rolledOf, type Plan, type PlannedNode } from '../model/plan.ts';
import { comparesPeers, storageModeOf } from '../model/step.ts';
import type { AppendFile } from '../ports/files.ts';
import { planFileText } from '../plan/plan-file.ts';
import type { Ports } from '../ports/index.ts';
import { createComparison, type Comparison } from './comparison.ts';
import { forgetPause, readControl, writeControl } from './control.ts';
import { executePlan } from './executor.ts';
import { createJudge, type Judge, type JudgeParts } from './judge.ts';
import { journalLine, openJournal } from './journal.ts';
import { takeLock } from './lock.ts';
import { afterTeller, compared, isRestartedIn, soakGatesOf } from './judged-after.ts';
import { nodeContext } from './node-context.ts';
import type { Look } from './sight.ts';
import { partWay } from './part-way.ts';
import type { EventBody, Run } from './roll.ts';
import { lockPath, readRun, type RunPaths } from './run-store.ts';

/** Everything a run is made of. `lookAt` asks the given nodes of the inventory. */
export interface RunParts {
  readonly runId: string;
  readonly plan: Plan;
  readonly inventory: Inventory;
  readonly stateDir: string;
  readonly next: NextCommands;
  readonly paths: RunPaths;
  /** Where an earlier, interrupted part of this run stopped. */
  readonly progress?: Progress;
  /** Points of the plan that the operator approved as the run was begun. */
  readonly approved?: readonly string[];
  readonly gates: readonly Gate[];
  readonly detectors: readonly Detector[];
  lookAt(nodes: readonly InventoryNode[]): Look;
  readonly alerts: JudgeParts['alerts'];
  /** On a twin: what is no part of it is not judged. */
  readonly isRehearsal?: boolean;
  /** Shows an event to the operator. */
  show(event: UpgradeEvent): void;
  readonly ports: Pick<
    Ports,
    'clock' | 'machineClock' | 'files' | 'processes' | 'runner' | 'signal' | 'secondSignal'
  >;
}

/** Takes the lock, carries the plan out, lets the lock go. Throws as executePlan does. */
export async function runPlan(parts: RunParts): Promise<void> {
  const { ports, plan, runId, stateDir } = parts;
  const holder = { runId, now: ports.machineClock.now(), statusCommand: parts.next.status };
  const release = await takeLock(lockPath(stateDir, plan.cluster), holder, ports);
  await closing(() => underLock(parts), release);
}

async function underLock(parts: RunParts): Promise<void> {
  const { ports, plan, runId, paths } = parts;
  // Not before: a run that is refused leaves nothing that could be taken for the newest one.
  if (!parts.progress) {
    await ports.files.makeFolder(paths.folder, 0o700);
    await ports.files.writeText(paths.plan, planFileText(plan));
    const { approved = [] } = parts;
    if (approved.length > 0) await writeControl(ports.files, paths, { approved });
  }
  // Another run may have gone on in between.
  const progress = parts.progress && (await readRun(ports.files, paths, parts)).progress;
  const journal = await openJournal(ports.files, paths.journal);
  if (progress) await forgetPause(ports.files, paths);
  const run = createRun({ ...parts, ...(progress ? { progress } : {}) }, onlyWhole(journal));
  await closing(
    async () => {
      await run.emit({
        type: parts.progress ? 'run-resumed' : 'run-started',
        runId,
        cluster: plan.cluster,
        planDigest: plan.digest,
        nodes: rolledOf(plan.nodes).length,
        ...(plan.accepted ? { accepted: plan.accepted } : {}),
      });
      await executePlan(run);
    },
    () => journal.close(),
  );
}

/** How the work ended is worth more than that the end could not be tidied. */
async function closing(work: () => Promise<void>, close: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
  await close();
}

function createRun(parts: RunParts, append: (text: string) => Promise<void>): Run {
  const { ports, plan, inventory } = parts;
  let progress = parts.progress ?? noProgress;
  const sight = {
    ...parts,
    clock: ports.clock,
    look: parts.lookAt(inventory.nodes),
    lookAt: (addresses: readonly string[]) => parts.lookAt(nodesAt(inventory, addresses)),
    progress: () => progress,
  };
  const judge = createJudge(sight);
  const comparison = createComparison(sight);
  const emit = async (body: EventBody) => {
    const event: UpgradeEvent = { at: ports.clock.now(), ...body };
    const line = journalLine(event);
    if (line !== undefined) {
      await append(line).catch((cause: unknown) => journalFailed(parts, progress, cause));
    }
    progress = applyEvent(progress, event);
    parts.show(event);
  };
  return {
    runId: parts.runId,
    plan,
    clock: ports.clock,
    next: parts.next,
    emit,
    progress: () => progress,
    control: () => readControl(ports.files, parts.paths),
    judgeBefore: (node) => judge(plan.before, subjectOf(plan, node, progress), 'all'),
    baseline: comparison.baseline.bind(comparison),
    contextFor: (node) => contextOf(parts, node, { judge, comparison, emit }, () => progress),
    softSignal: ports.signal,
  };
}

/** After a write that failed nothing is added: what it left of a line must stay the last one. */
function onlyWhole(journal: AppendFile): (text: string) => Promise<void> {
  let failure: { readonly cause: unknown } | undefined;
  return async (text) => {
    if (failure) throw failure.cause;
    try {
      await journal.append(text);
    } catch (cause) {
      failure = { cause };
      throw cause;
    }
  };
}

/** What cannot be written down is not done. */
function journalFailed({ plan, runId, next }: RunParts, progress: Progress, cause: unknown): never {
  const why = cause instanceof Error ? cause.message : String(cause);
  const state = partWay(plan, progress)?.text;
  throw new ToolError(
    `the journal cannot be written (${why}); nothing further was done; ${state ?? 'no node is part-way'}`,
    state === undefined ? exitCodes.refused : exitCodes.partWay,
    `make room, then: ${next.resume(runId)}; the cluster is asked first`,
    cause,
  );
}

interface ContextMeans {
  readonly judge: Judge;
  readonly comparison: Comparison;
  readonly emit: (event: EventBody) => Promise<void>;
}

function contextOf(
  parts: RunParts,
  node: PlannedNode,
  { judge, comparison, emit }: ContextMeans,
  progress: () => Progress,
) {
  const { ports, plan, inventory } = parts;
  const inventoryNode = byAddress(inventory.nodes).get(node.address);
  if (!inventoryNode) {
    const hint = 'use the inventory the plan was made with';
    throw new ToolError(
      `${node.address} is in the plan but not in the inventory`,
      exitCodes.usage,
      hint,
    );
  }
  const told = afterTeller(node, emit);
  const isSmall = isSmallCluster(plan.nodes);
  const judgeGates = async (gates: readonly string[], wanted: Reach) => {
    const reach = isSmall ? 'all' : wanted;
    return await told(await judge(gates, subjectOf(plan, node, progress()), reach), reach);
  };
  return nodeContext({
    node,
    runId: parts.runId,
    minFreePercent: plan.limits.diskFreeCriticalPercent,
    inventoryNode,
    generationBefore: progressOf(progress(), node.address)?.generationBefore,
    targetVersion: plan.toVersion,
    clock: ports.clock,
    runner: ports.runner,
    pollMs: plan.limits.pollMs,
    signal: ports.secondSignal,
    look: parts.lookAt([inventoryNode]),
    say: (reason) => {
      parts.show({ at: ports.clock.now(), type: 'waiting', node: node.address, reason });
    },
    isSoaked: node.steps.some(({ kind }) => kind === 'soak'),
    judgeClosed: () => judge(closedGates(plan), subjectOf(plan, node, progress()), 'all'),
    judgeAfter: (reach) => judgeGates(plan.after, reach),
    judgeSoak: (reach) => judgeGates(soakGatesOf(plan), reach),
    ...(comparesPeers(node.steps) && isRestartedIn(progress(), node)
      ? { compare: () => compared(comparison, node, told) }
      : {}),
  });
}

/**
 * With every other node up the ranges are as safe as when the gates were judged. The others ask the node
 * itself by CQL, or would find fault with its being closed.
 */
const closedGates = onceForEach(({ before }: Plan): readonly string[] =>
  before.filter((gate) => gate === 'peers-up'),
);

function nodesAt({ nodes }: Inventory, addresses: readonly string[]): readonly InventoryNode[] {
  const known = byAddress(nodes);
  return addresses.flatMap((address) => known.get(address) ?? []);
}

function subjectOf(plan: Plan, node: PlannedNode, progress: Progress): GateSubject {
  const generationBefore = progressOf(progress, node.address)?.generationBefore;
  const storageMode = storageModeOf(node.steps);
  return {
    address: node.address,
    hostId: node.hostId,
    dc: node.dc,
    rack: node.rack,
    tokenCount: node.tokenCount,
    ...(generationBefore === undefined ? {} : { generationBefore }),
    ...(plan.toVersion === undefined ? {} : { targetVersion: plan.toVersion }),
    ...(storageMode === undefined ? {} : { storageMode }),
  };
}

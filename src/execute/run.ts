import { byAddress } from '../model/by-address.ts';
import { LockLost, ToolError } from '../model/errors.ts';
import { applyEvent, noProgress, type Progress, type UpgradeEvent } from '../model/event.ts';
import type { Inventory, InventoryNode } from '../model/inventory.ts';
import { exitCodes } from '../model/outcome.ts';
import { rolledOf, type PlannedNode } from '../model/plan.ts';
import type { AppendFile } from '../ports/files.ts';
import { planFileText } from '../plan/plan-file.ts';
import { createComparison } from './comparison.ts';
import { forgetPause, readControl, writeControl } from './control.ts';
import { endUndone, requireAsPlanned } from './end-undone.ts';
import { executePlan, settlePlan } from './executor.ts';
import { freezeMs } from './freeze.ts';
import { createJudge } from './judge.ts';
import { journalLine, openJournal } from './journal.ts';
import { partWay } from './part-way.ts';
import type { EventBody, Run } from './roll.ts';
import { closedGates, contextOf, subjectOf } from './run-context.ts';
import type { RunParts } from './run-parts.ts';
import { lockPath, readRun } from './run-store.ts';
import type { SightParts } from './sight.ts';
import { closing, underLocks, type HeldLocks } from './under-locks.ts';
import { newsBy } from './whole-look.ts';

/** Takes the locks, here and on the nodes, carries the plan out, lets them go. Throws as executePlan does. */
export async function runPlan(parts: RunParts): Promise<void> {
  const { ports, plan, runId, inventory, progress, takeOverLock } = parts;
  const members = plan.nodes.map(({ address }) => address);
  const wish = {
    ...{ runId, plan, ports, progress },
    file: lockPath(parts.stateDir, plan.cluster),
    now: ports.machineClock.now(),
    statusCommand: parts.next.status,
    nodes: nodesAt(inventory, members),
    takeOver: [takeOverLock, plan.undoes?.runId].filter((each) => each !== undefined),
    named: takeOverLock,
    warn: parts.warn,
  };
  await underLocks(wish, (locks, reached) => underLock(parts, locks, reached));
}

async function underLock(
  parts: RunParts,
  locks: HeldLocks,
  reach: (progress: Progress) => void,
): Promise<void> {
  const { ports, plan, runId, paths } = parts;
  // Not before: a run that is refused leaves nothing that could be taken for the newest one.
  if (!parts.progress) {
    await requireAsPlanned(parts);
    await ports.files.makeFolder(paths.folder, 0o700);
    await ports.files.writeText(paths.plan, planFileText(plan));
    const { approved = [] } = parts;
    if (approved.length > 0) await writeControl(ports.files, paths, { approved });
  }
  // Another run may have gone on in between.
  const progress = parts.progress && (await readRun(ports.files, paths, parts)).progress;
  const journal = await openJournal(ports.files, paths.journal);
  if (progress) await forgetPause(ports.files, paths);
  const own = { ...parts, ...(progress ? { progress } : {}) };
  const run = createRun(own, locks, onlyWhole(journal));
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
      // Killed in between, it has begun a node and not said so there.
      if (run.progress().newest) await endUndone(own);
      await (parts.isSettling ? settlePlan(run) : executePlan(run));
    },
    async () => {
      reach(run.progress());
      await journal.close();
    },
  );
}

function createRun(
  parts: RunParts,
  locks: HeldLocks,
  append: (text: string) => Promise<void>,
): Run {
  const { ports, plan } = parts;
  const { emit, progress } = recorder(parts, locks, append);
  const sight = { ...parts, ...looksOf(parts), clock: ports.clock, progress };
  const judge = createJudge(sight);
  const comparison = createComparison(sight);
  const judgedBy = async (
    gates: readonly string[],
    nodes: readonly PlannedNode[],
    mayRest: boolean,
  ) => {
    const taken = nodes.map((node) => ({ node, subject: subjectOf(plan, node, progress()) }));
    const judgementsOf = await judge.lookAt(
      gates,
      taken.map(({ subject }) => subject),
      mayRest,
    );
    return taken.map(({ node, subject }) => ({ node, judgements: judgementsOf(subject) }));
  };
  return {
    runId: parts.runId,
    plan,
    clock: ports.clock,
    next: parts.next,
    emit,
    progress,
    runHere: (argv) => ports.runner.run({ argv, timeoutMs: freezeMs }),
    control: () => readControl(ports.files, parts.paths),
    judgeBefore: (nodes, mayRest) => judgedBy(plan.before, nodes, mayRest),
    judgeLeft: (nodes, mayRest) => judgedBy(closedGates(plan), nodes, mayRest),
    baseline: comparison.baseline.bind(comparison),
    contextFor: (node) =>
      contextOf(parts, node, { judge, comparison, emit, lockLine: locks.line }, progress),
    requireOwn: async ({ address }) => {
      throwIfLost(parts, progress(), (await locks.lostHere()) ?? (await locks.lostOn(address)));
    },
    softSignal: ports.signal,
  };
}

/** At all nodes, and at some of them. */
function looksOf(parts: RunParts): Pick<SightParts, 'look' | 'news' | 'lookAt'> {
  const { inventory } = parts;
  const look = parts.lookAt(inventory.nodes);
  return {
    look,
    news: parts.newsOf?.(inventory.nodes) ?? newsBy(look),
    lookAt: (addresses) => parts.lookAt(nodesAt(inventory, addresses)),
  };
}

/** What happens is written down, known and shown, in this order. */
function recorder(
  parts: RunParts,
  locks: HeldLocks,
  append: (text: string) => Promise<void>,
): Pick<Run, 'emit' | 'progress'> {
  const { ports } = parts;
  let progress = parts.progress ?? noProgress;
  const write = async (body: EventBody) => {
    const event: UpgradeEvent = { at: ports.clock.now(), ...body };
    const line = journalLine(event);
    if (line !== undefined) {
      // Whoever has the lock may be writing the same journal.
      throwIfLost(parts, progress, await locks.lostHere());
      await append(line).catch((cause: unknown) => journalFailed(parts, progress, cause));
    }
    progress = applyEvent(progress, event);
    parts.show(event);
    if (event.type === 'node-started') await endUndone(parts);
  };
  return { emit: inOrder(write), progress: () => progress };
}

/** Nodes that are taken side by side write into one journal: each record is whole, and known, before the next. */
function inOrder(write: (body: EventBody) => Promise<void>): (body: EventBody) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return (body) => {
    const mine = last.then(() => write(body));
    last = mine.catch(() => undefined);
    return mine;
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

/** `why`: who has the cluster now; undefined: nobody else. */
function throwIfLost({ plan, runId, next }: RunParts, progress: Progress, why?: string): void {
  if (why === undefined) return;
  const state = partWay(plan, progress)?.text;
  throw new LockLost(
    `${why}; run ${runId} does nothing more; ${state ?? 'no node is part-way'}`,
    state !== undefined,
    `see first who rolls this cluster; when that has ended, look with \`${next.health}\`, then: ${next.resume(runId)}`,
  );
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

function nodesAt({ nodes }: Inventory, addresses: readonly string[]): readonly InventoryNode[] {
  const known = byAddress(nodes);
  return addresses.flatMap((address) => known.get(address) ?? []);
}

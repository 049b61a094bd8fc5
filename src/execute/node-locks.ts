import { GateRefused, type ToolError } from '../model/errors.ts';
import type { Instant } from '../model/instant.ts';
import type { InventoryNode } from '../model/inventory.ts';
import {
  giveLockArgv,
  holderIn,
  isOnMachine,
  lockFileOf,
  lookAtLockArgv,
  takeLockArgv,
  type LockHolder,
} from '../model/node-lock.ts';
import { typedArgv } from '../model/reach.ts';
import { shLine } from '../model/sh-quote.ts';
import type { Processes } from '../ports/processes.ts';
import type { Runner } from '../ports/runner.ts';
import { turnsOf } from '../collect/turns.ts';
import { lockLine, whoText } from './lock.ts';
import { answerIn, askLock, standingOf, whyNoAnswer, type Standing } from './node-lock-ask.ts';
import { cannotBeKnown, livesHere, lockHeld } from './node-lock-held.ts';

export interface NodeLocksWish {
  readonly runId: string;
  readonly cluster: string;
  readonly nodes: readonly InventoryNode[];
  /** An earlier part of this run has begun: a node that cannot be asked must not keep another from being brought back. */
  readonly isResumed: boolean;
  /** Nodes that the plan knows to be down: their machines may be, too. */
  readonly mayBeSilent: ReadonlySet<string>;
  /** Runs whose locks are to be taken over. */
  readonly takeOver: readonly string[];
  /** The one of them that the operator named: told, where no node holds a lock of it. */
  readonly named: string | undefined;
  readonly now: Instant;
  /** Nodes asked at once. */
  readonly concurrency: number;
  readonly ports: { readonly runner: Runner; readonly processes: Processes };
  /** Tells the operator what could not be tidied. */
  readonly warn: (text: string) => void;
}

interface NodeStanding {
  readonly node: InventoryNode;
  readonly standing: Standing;
}

export interface NodeLocks {
  /** What the locks say. */
  readonly line: string;
  readonly give: () => Promise<void>;
  /** Why this run may not act on the node any more; undefined: its lock is still this very process's. */
  readonly lostOn: (address: string) => Promise<string | undefined>;
}

/**
 * The lock of the cluster on every node: whoever rolls it from another machine finds it. Throws LockHeld, or
 * GateRefused where a node cannot be asked; then none that was taken here is left.
 */
export async function takeNodeLocks(wish: NodeLocksWish): Promise<NodeLocks> {
  const line = await lockLine(wish, wish.ports.processes);
  const standings = await onEach(wish, wish.nodes, (node) => take(wish, node, line));
  const why = await whyNot(wish, standings);
  if (why) {
    // One whose answer was lost may have it, too.
    await give(wish, line, nodesThat(standings, ['taken', 'unknown']));
    throw why;
  }
  if (wish.named !== undefined && !standings.some(({ standing }) => isFrom(standing, wish.named)))
    wish.warn(
      `--take-over-lock ${wish.named}: no node holds a lock of that run; none was taken over`,
    );
  return heldLocks(wish, line, standings);
}

function heldLocks(
  wish: NodeLocksWish,
  line: string,
  standings: readonly NodeStanding[],
): NodeLocks {
  const unknown = new Set(nodesThat(standings, ['unknown']));
  return {
    line,
    give: async () => {
      await give(wish, line, nodesThat(standings, ['taken', 'kept']));
      // What an earlier part of the run left there says another line.
      await give(wish, '', [...unknown]);
    },
    lostOn: async (address) => {
      const node = wish.nodes.find((each) => each.address === address);
      if (!node) return `no lock was taken on ${address}`;
      if (!unknown.has(node)) return await lostOn(wish, node, line);
      const why = await whyNotTaken(wish, await take(wish, node, line));
      if (why === undefined) unknown.delete(node);
      return why;
    },
  };
}

/** A node that kept silent as the others were taken. */
async function whyNotTaken(
  wish: NodeLocksWish,
  { node, standing }: NodeStanding,
): Promise<string | undefined> {
  switch (standing.kind) {
    case 'taken':
    case 'kept':
      return undefined;
    case 'held':
      return (await lockHeld(wish, node, standing.line)).message;
    case 'unknown':
      return cannotBeKnown(node, standing.why);
  }
}

/** Of a node that is reached over a link a question that was lost is no end: there each act looks for itself. */
async function lostOn(
  { ports, runId, cluster }: NodeLocksWish,
  node: InventoryNode,
  line: string,
): Promise<string | undefined> {
  const result = await askLock(ports.runner, node, lookAtLockArgv(lockFileOf(cluster, node)));
  const answer = answerIn(result);
  if (answer?.kind === 'free') return `the lock of run ${runId} on ${node.address} is gone`;
  if (answer?.kind === 'held')
    return answer.line === line
      ? undefined
      : `${node.address} is locked by ${whoText(holderIn(answer.line))} now`;
  return node.reach ? undefined : cannotBeKnown(node, whyNoAnswer(result));
}

function isFrom(standing: Standing, runId: string | undefined): boolean {
  return 'from' in standing && standing.from === runId;
}

function nodesThat(standings: readonly NodeStanding[], kinds: readonly Standing['kind'][]) {
  return standings.filter(({ standing }) => kinds.includes(standing.kind)).map(({ node }) => node);
}

/** What is not given back keeps everybody away: it is tried twice, and then told. */
async function give(
  wish: NodeLocksWish,
  line: string,
  nodes: readonly InventoryNode[],
): Promise<void> {
  const giveOnce = async (node: InventoryNode) => {
    const argv = giveLockArgv(fileOf(wish, node), wish.runId, line);
    return answerIn(await askLock(wish.ports.runner, node, argv))?.kind === 'given';
  };
  await onEach(wish, nodes, async (node) => {
    if ((await giveOnce(node)) || (await giveOnce(node))) return;
    const remove = shLine(typedArgv(node.reach, ['rm', fileOf(wish, node)]));
    wish.warn(
      `the lock of run ${wish.runId} may be left on ${node.address}; to remove it: ${remove}`,
    );
  });
}

async function onEach<T>(
  { concurrency }: NodeLocksWish,
  nodes: readonly InventoryNode[],
  work: (node: InventoryNode) => Promise<T>,
): Promise<readonly T[]> {
  const turns = turnsOf(concurrency);
  return await Promise.all(nodes.map((node) => turns.take(node.address, () => work(node))));
}

async function take(wish: NodeLocksWish, node: InventoryNode, line: string): Promise<NodeStanding> {
  const file = fileOf(wish, node);
  const asked = async (argv: readonly string[]) =>
    standingOf(await askLock(wish.ports.runner, node, argv));
  const first = await asked(takeLockArgv(file, wish.runId, line));
  if (first.kind !== 'held') return { node, standing: first };
  const holder = holderIn(first.line);
  if (!(await mayTakeOver(wish, holder))) return { node, standing: first };
  const second = await asked(takeLockArgv(file, wish.runId, line, first.line));
  if (second.kind !== 'taken' || !holder) return { node, standing: second };
  const { runId: from } = holder;
  return { node, standing: { kind: from === wish.runId ? 'kept' : 'taken', from } };
}

function fileOf({ cluster }: NodeLocksWish, node: InventoryNode): string {
  return lockFileOf(cluster, node);
}

/** That of this run when its process here is gone; any other by name alone, and none of a process that lives here. */
async function mayTakeOver(
  { runId, takeOver, ports: { processes } }: NodeLocksWish,
  holder: LockHolder | undefined,
): Promise<boolean> {
  if (!holder || (await livesHere(holder, processes))) return false;
  if (takeOver.includes(holder.runId)) return true;
  return holder.runId === runId && isOnMachine(holder, processes.self);
}

async function whyNot(
  wish: NodeLocksWish,
  standings: readonly NodeStanding[],
): Promise<ToolError | undefined> {
  for (const { node, standing } of standings) {
    if (standing.kind === 'held') return await lockHeld(wish, node, standing.line);
  }
  const silent = standings.filter(({ standing }) => standing.kind === 'unknown');
  const known = standings.length - silent.length;
  // More than half keep all others away: no two runs have that.
  const isMost = known > standings.length / 2;
  const missed = silent.filter(({ node }) => !isMost || !wish.mayBeSilent.has(node.address));
  const [unknown] = missed;
  if (unknown?.standing.kind !== 'unknown') return undefined;
  if (wish.isResumed && isMost) return undefined;
  const { address } = unknown.node;
  return new GateRefused(
    `${cannotBeKnown(unknown.node, unknown.standing.why)}; nothing was begun`,
    `mend the way to ${address}, or say where its lock may be: lockDir (docs/inventory.md)`,
  );
}

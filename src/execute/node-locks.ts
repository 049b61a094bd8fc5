import { GateRefused, LockHeld, type ToolError } from '../model/errors.ts';
import { toIso, type Instant } from '../model/instant.ts';
import type { InventoryNode } from '../model/inventory.ts';
import {
  giveLockArgv,
  holderIn,
  isOnMachine,
  lockFileOf,
  nodeLockAnswer,
  type NodeLockAnswer,
  takeLockArgv,
  type LockHolder,
} from '../model/node-lock.ts';
import { printable } from '../model/printable.ts';
import { typedArgv } from '../model/reach.ts';
import { shLine } from '../model/sh-quote.ts';
import type { Processes } from '../ports/processes.ts';
import type { CommandResult, Runner } from '../ports/runner.ts';
import { turnsOf } from '../collect/turns.ts';
import { isAlive, lockLine } from './lock.ts';

export interface NodeLocksWish {
  readonly runId: string;
  readonly cluster: string;
  readonly nodes: readonly InventoryNode[];
  /** An earlier part of this run has begun: a node that cannot be asked must not keep another from being brought back. */
  readonly isResumed: boolean;
  /** Runs whose locks are to be taken over. */
  readonly takeOver: readonly string[];
  /** The one of them that the operator named: told, where no node holds a lock of it. */
  readonly named: string | undefined;
  readonly now: Instant;
  /** Nodes asked at once. */
  readonly concurrency: number;
  readonly statusCommand: string;
  readonly ports: { readonly runner: Runner; readonly processes: Processes };
  /** Tells the operator what could not be tidied. */
  readonly warn: (text: string) => void;
}

/** What became of one node's lock. `kept`: it was this run's before; `from`: the run whose it was. */
type Standing =
  | { readonly kind: 'taken' | 'kept'; readonly from?: string }
  | { readonly kind: 'held'; readonly line: string }
  | { readonly kind: 'unknown'; readonly why: string };

interface NodeStanding {
  readonly node: InventoryNode;
  readonly standing: Standing;
}

const lockMs = 20_000;

/**
 * The lock of the cluster on every node: whoever rolls it from another machine finds it. Returns how they are
 * given back. Throws LockHeld, or GateRefused where a node cannot be asked; then none that was taken here is left.
 */
export async function takeNodeLocks(wish: NodeLocksWish): Promise<() => Promise<void>> {
  const line = await lockLine(wish, wish.ports.processes);
  const standings = await onEach(wish, wish.nodes, (node) => take(wish, node, line));
  const why = await whyNot(wish, standings);
  if (why) {
    // One whose answer was lost may have it, too.
    await give(wish, nodesThat(standings, ['taken', 'unknown']));
    throw why;
  }
  if (wish.named !== undefined && !standings.some(({ standing }) => isFrom(standing, wish.named)))
    wish.warn(
      `--take-over-lock ${wish.named}: no node holds a lock of that run; none was taken over`,
    );
  return () => give(wish, nodesThat(standings, ['taken', 'kept', 'unknown']));
}

function isFrom(standing: Standing, runId: string | undefined): boolean {
  return 'from' in standing && standing.from === runId;
}

function nodesThat(standings: readonly NodeStanding[], kinds: readonly Standing['kind'][]) {
  return standings.filter(({ standing }) => kinds.includes(standing.kind)).map(({ node }) => node);
}

/** What is not given back keeps everybody away: it is tried twice, and then told. */
async function give(wish: NodeLocksWish, nodes: readonly InventoryNode[]): Promise<void> {
  const giveOnce = async (node: InventoryNode) => {
    const result = await ask(wish, node, giveLockArgv(fileOf(wish, node), wish.runId));
    return answerIn(result)?.kind === 'given';
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
  const first = standingOf(await ask(wish, node, takeLockArgv(file, wish.runId, line)));
  if (first.kind !== 'held') return { node, standing: first };
  const holder = holderIn(first.line);
  if (!(await mayTakeOver(wish, holder))) return { node, standing: first };
  const second = standingOf(
    await ask(wish, node, takeLockArgv(file, wish.runId, line, first.line)),
  );
  if (second.kind !== 'taken' || !holder) return { node, standing: second };
  const { runId: from } = holder;
  return { node, standing: { kind: from === wish.runId ? 'kept' : 'taken', from } };
}

function ask(
  { ports }: NodeLocksWish,
  node: InventoryNode,
  argv: readonly string[],
): Promise<CommandResult> {
  return ports.runner.run({ node: node.address, argv, timeoutMs: lockMs });
}

function fileOf({ cluster }: NodeLocksWish, node: InventoryNode): string {
  return lockFileOf(cluster, node);
}

function standingOf(result: CommandResult): Standing {
  switch (result.kind) {
    case 'exited':
      return standingIn(answerIn(result), result.stderr.trim() || `exit code ${result.code}`);
    case 'unreachable':
      return { kind: 'unknown', why: result.reason };
    case 'timed-out':
      return { kind: 'unknown', why: `no answer in ${lockMs / 1_000} s` };
    case 'too-long':
    case 'cancelled':
      return { kind: 'unknown', why: result.kind };
  }
}

function answerIn(result: CommandResult): NodeLockAnswer | undefined {
  const isWhole = result.kind === 'exited' && result.code === 0;
  return isWhole ? nodeLockAnswer(result.stdout) : undefined;
}

function standingIn(answer: NodeLockAnswer | undefined, said: string): Standing {
  switch (answer?.kind) {
    case 'taken':
    case 'held':
      return answer as Standing;
    case 'busy':
      return { kind: 'unknown', why: `a command of another run is at work there (${answer.why})` };
    case 'cannot':
      return { kind: 'unknown', why: answer.why };
    case 'given':
    case undefined:
      return { kind: 'unknown', why: said };
  }
}

/** That of this run when its process here is gone; any other by name alone. */
async function mayTakeOver(
  { runId, takeOver, ports: { processes } }: NodeLocksWish,
  holder: LockHolder | undefined,
): Promise<boolean> {
  if (!holder) return false;
  if (takeOver.includes(holder.runId)) return true;
  if (holder.runId !== runId) return false;
  // One that had our own pid is gone, too.
  const isOurs = isOnMachine(holder, processes.self) && holder.pid === processes.self.pid;
  return isOurs || !(await isAlive(holder, processes));
}

async function whyNot(
  wish: NodeLocksWish,
  standings: readonly NodeStanding[],
): Promise<ToolError | undefined> {
  for (const { node, standing } of standings) {
    if (standing.kind === 'held') return await lockHeld(wish, node, standing.line);
  }
  const unknown = standings.find(({ standing }) => standing.kind === 'unknown');
  if (unknown?.standing.kind !== 'unknown') return undefined;
  const known = standings.filter(({ standing }) => standing.kind !== 'unknown').length;
  // A new run needs every node's, so more than half keep all others away.
  if (wish.isResumed && known > standings.length / 2) return undefined;
  const { address } = unknown.node;
  return new GateRefused(
    `${address}: whether another run holds the cluster cannot be known: ${printable(unknown.standing.why)}; nothing was begun`,
    `mend the way to ${address}, or say where its lock may be: lockDir (docs/inventory.md)`,
  );
}

async function lockHeld(
  { now, statusCommand, cluster, ports }: NodeLocksWish,
  node: InventoryNode,
  line: string,
): Promise<LockHeld> {
  const held = holderIn(line);
  if (!held) {
    const remove = shLine(typedArgv(node.reach, ['rm', lockFileOf(cluster, node)]));
    return new LockHeld(
      `${node.address} is locked by what cannot be read as a lock`,
      `if nobody rolls this cluster, remove it: ${remove}`,
    );
  }
  const { runId, pid, hostname, since } = held;
  const isGone = !(await isAlive(held, ports.processes));
  const gone = isGone ? '; that process is gone' : '';
  const who = printable(`run ${runId} (pid ${pid} on ${hostname}, since ${toIso(since)}`);
  return new LockHeld(
    `${node.address} is locked by ${who}, ${ageText(now - since)} ago)${gone}`,
    `finish that run${isGone ? '' : ` on ${printable(hostname)}`}: \`${statusCommand}\` says how; if it is surely over, the same command with: --take-over-lock ${runId}`,
  );
}

function ageText(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

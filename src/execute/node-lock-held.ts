import { LockHeld } from '../model/errors.ts';
import type { Instant } from '../model/instant.ts';
import type { InventoryNode } from '../model/inventory.ts';
import { lastedText } from '../model/lasted.ts';
import { holderIn, isOnMachine, lockFileOf, type LockHolder } from '../model/node-lock.ts';
import { printable } from '../model/printable.ts';
import { typedArgv } from '../model/reach.ts';
import { shLine } from '../model/sh-quote.ts';
import type { Processes } from '../ports/processes.ts';
import { isAlive, whoText } from './lock.ts';

interface Asking {
  readonly cluster: string;
  readonly now: Instant;
  readonly ports: { readonly processes: Processes };
}

export function cannotBeKnown({ address }: InventoryNode, why: string): string {
  return `${address}: whether another run holds the cluster cannot be known: ${printable(why)}`;
}

/** One that had our own pid is gone. */
export async function livesHere(holder: LockHolder, processes: Processes): Promise<boolean> {
  if (!isOnMachine(holder, processes.self) || holder.pid === processes.self.pid) return false;
  return await isAlive(holder, processes);
}

/** The lock of a node says this line, which is not ours. */
export async function lockHeld(
  { now, cluster, ports }: Asking,
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
  const message = `${node.address} is locked by ${whoText(held, `, ${lastedText(Math.max(0, now - since))} ago`)}${gone}`;
  if (await livesHere(held, ports.processes))
    return new LockHeld(
      message,
      `that process lives on this machine: wait for its end, or end it there (Ctrl-C, or: kill ${pid}); ${ownStatus} says how it stands`,
    );
  return new LockHeld(
    message,
    `finish that run${isGone ? '' : ` on ${printable(hostname)}`}: ${ownStatus} says how; if it is surely over, the same command with: --take-over-lock ${runId}`,
  );
}

/** Of another's run nothing is known in our own folder: what was typed here leads nowhere. */
const ownStatus =
  '`ringward upgrade status` with the --inventory and --state-dir it was begun with';

import { posix as path } from 'node:path';
import { LockHeld } from '../model/errors.ts';
import { toIso, type Instant } from '../model/instant.ts';
import { holderIn, isOnMachine, type LockHolder } from '../model/node-lock.ts';
import { printable } from '../model/printable.ts';
import type { Files } from '../ports/files.ts';
import type { Processes } from '../ports/processes.ts';

export interface HeldLock {
  /** Whose is taken over by then stays theirs. */
  readonly release: () => Promise<void>;
  /** Who has it in the place of this process; undefined: it is still this one's. */
  readonly lostTo: () => Promise<string | undefined>;
}

/**
 * One roll a cluster. A lock whose process is gone (same machine, no such pid
 * or another command line) is taken over; one of another machine never is.
 */
export async function takeLock(
  file: string,
  holder: { readonly runId: string; readonly now: Instant; readonly statusCommand: string },
  ports: { readonly files: Files; readonly processes: Processes },
): Promise<HeldLock> {
  const { files, processes } = ports;
  await files.makeFolder(path.dirname(file), 0o700);
  const text = await lockLine(holder, processes);
  if (!(await files.createExclusive(file, text))) {
    await takeOver({ file, text, statusCommand: holder.statusCommand }, ports);
  }
  return {
    release: async () => {
      if ((await files.readText(file)) === text) await files.remove(file);
    },
    lostTo: async () => {
      const now = await files.readText(file);
      if (now === text) return undefined;
      return now === undefined ? `nobody: ${file} is gone` : whoText(holderIn(now));
    },
  };
}

/**
 * True while the process that took the lock for this run lives, as far as can be known from here; a lock that
 * cannot be read may be its own.
 */
export async function isLockHeldBy(
  file: string,
  runId: string,
  { files, processes }: { readonly files: Files; readonly processes: Processes },
): Promise<boolean> {
  const text = await files.readText(file);
  if (text === undefined) return false;
  const holder = holderIn(text);
  return (holder?.runId ?? runId) === runId && (await isAlive(holder, processes));
}

/** Throws LockHeld while somebody holds it; takes nothing. */
export async function requireFree(
  file: string,
  statusCommand: string,
  { files, processes }: { readonly files: Files; readonly processes: Processes },
): Promise<void> {
  const text = await files.readText(file);
  if (text !== undefined) await requireStale(text, file, statusCommand, processes);
}

/** `text`: what the lock file says; unreadable, it is somebody's. */
async function requireStale(
  text: string | undefined,
  file: string,
  statusCommand: string,
  processes: Processes,
): Promise<void> {
  const held = holderIn(text);
  if (await isAlive(held, processes)) throw lockHeld(held, file, statusCommand);
}

/** Of two that find it stale, one renames it away; what the other renames is a fresh lock: put back. */
async function takeOver(
  { file, text, statusCommand }: Readonly<Record<'file' | 'text' | 'statusCommand', string>>,
  { files, processes }: { readonly files: Files; readonly processes: Processes },
): Promise<void> {
  const stale = await files.readText(file);
  await requireStale(stale, file, statusCommand, processes);
  const aside = `${file}.stale-${processes.self.pid}`;
  await files.rename(file, aside).catch(() => undefined);
  const moved = await files.readText(aside);
  if (moved !== undefined && moved !== stale) {
    await files.rename(aside, file);
    throw lockHeld(holderIn(moved), file, statusCommand);
  }
  await files.remove(aside);
  if (!(await files.createExclusive(file, text))) {
    throw lockHeld(holderIn(await files.readText(file)), file, statusCommand);
  }
}

/** What a lock says of this process. */
export async function lockLine(
  { runId, now }: { readonly runId: string; readonly now: Instant },
  processes: Processes,
): Promise<string> {
  const command = await commandOf(processes, processes.self.pid);
  return JSON.stringify({ runId, ...processes.self, command, since: now } satisfies LockHolder);
}

/** An unreadable lock is somebody's: unknown is never free. */
export async function isAlive(
  held: LockHolder | undefined,
  processes: Processes,
): Promise<boolean> {
  if (!held || !isOnMachine(held, processes.self)) return true;
  return (await commandOf(processes, held.pid)) === held.command;
}

async function commandOf(processes: Processes, pid: number): Promise<string> {
  return (await processes.commandLine(pid))?.join(' ') ?? '';
}

function lockHeld(held: LockHolder | undefined, file: string, statusCommand: string): LockHeld {
  return new LockHeld(
    `this cluster is locked by ${whoText(held)}`,
    `follow it with \`${statusCommand}\`; if that process is surely gone, remove ${file}`,
  );
}

/** `run r1 (pid 50 on host, since …)`; `age` is added to its end. */
export function whoText(held: LockHolder | undefined, age = ''): string {
  if (!held) return 'an unreadable lock file';
  const { runId, pid, hostname, since } = held;
  return printable(`run ${runId} (pid ${pid} on ${hostname}, since ${toIso(since)}${age})`);
}

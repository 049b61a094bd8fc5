import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import type { Options, ResultPromise } from 'execa';
import type { CommandResult, Runner, RunRequest } from '../ports/runner.ts';
import { endGroup, signalGroup, whyNotStarted } from './child.ts';

/** Output that was written before the end is read within this time. */
const drainMs = 1_000;
const defaultMaxOutputBytes = 64 * 1024 * 1024;

/** Runs commands on this machine. Every child leads a session of its own, so a whole group can be ended. */
export const localRunner: Runner = {
  async run(request) {
    if (request.signal?.aborted) return { kind: 'cancelled' };
    const [file, ...args] = request.argv;
    if (file === undefined) return { kind: 'unreachable', reason: 'empty command' };
    // Loaded on first use: `--version` must not pay for it.
    const { execa } = await import('execa');
    return await finish(execa(file, args, optionsFor(request)), request);
  },
};

function optionsFor(request: RunRequest) {
  return {
    reject: false,
    detached: true,
    cleanup: false,
    // A second copy in memory, for those who follow it.
    all: request.onLine !== undefined,
    stripFinalNewline: false,
    // Execa would quote all of it in its message, line by line: ten times the memory.
    buffer: false,
    // One language for every parser: nodetool prints decimals in the client's locale.
    env: { LC_ALL: 'C', ...request.env },
    ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
    ...(request.stdin === undefined ? { stdin: 'ignore' } : { input: request.stdin }),
  } as const satisfies Options;
}

type Child = ResultPromise<ReturnType<typeof optionsFor>>;

/** Those that were told to end and have not yet: they do not outlive us. */
const told = new Set<Child>();
process.on('exit', () => {
  for (const { pid } of told) signalGroup(pid, 'SIGKILL');
});

/** Why a command was ended by us. */
type Ending = 'timed-out' | 'cancelled' | 'too-long';

async function finish(child: Child, request: RunRequest): Promise<CommandResult> {
  let ended: Ending | undefined;
  let killer: NodeJS.Timeout | undefined;
  const end = (why: Ending) => {
    if (ended) return;
    ended = why;
    killer = endGroup(child.pid);
    told.add(child);
  };
  const timer = setTimeout(() => {
    end('timed-out');
  }, request.timeoutMs);
  const onAbort = () => {
    end('cancelled');
  };
  request.signal?.addEventListener('abort', onAbort, { once: true });
  leavePipesAfterExit(child);
  const { maxOutputBytes = defaultMaxOutputBytes } = request;
  const onTooLong = () => {
    end('too-long');
  };
  const stdout = keep(child.stdout, maxOutputBytes, onTooLong);
  const stderr = keep(child.stderr, maxOutputBytes, onTooLong);
  try {
    const following = request.onLine && follow(child, request.onLine);
    const result = await child;
    await following;
    if (ended === 'cancelled') return { kind: 'cancelled' };
    if (ended === 'too-long') return { kind: 'too-long', maxOutputBytes };
    if (ended === 'timed-out') {
      return { kind: 'timed-out', afterMs: request.timeoutMs, stdout: stdout(), stderr: stderr() };
    }
    return toResult(result, stdout(), stderr());
  } finally {
    clearTimeout(timer);
    clearTimeout(killer);
    // Its leader is gone; what still runs of the group has had its warning.
    if (ended) signalGroup(child.pid, 'SIGKILL');
    told.delete(child);
    request.signal?.removeEventListener('abort', onAbort);
  }
}

/**
 * A command that starts a daemon may leave it with its own output open (Cassandra's script does).
 * The command is over when it has exited, not when the daemon has.
 */
function leavePipesAfterExit(child: Child): void {
  child.once('exit', () => {
    const drainer = setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, drainMs);
    child.once('close', () => {
      clearTimeout(drainer);
    });
  });
}

/** All that a stream says, up to the bound; what is beyond it is told and dropped. */
function keep(stream: Readable, maxBytes: number, onTooLong: () => void): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else onTooLong();
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function toResult(result: Awaited<Child>, stdout: string, stderr: string): CommandResult {
  const { exitCode, signal } = result;
  if (exitCode === undefined && signal === undefined) {
    return { kind: 'unreachable', reason: whyNotStarted(result.originalMessage) };
  }
  return {
    kind: 'exited',
    // The shell's convention for a child that died of a signal.
    code: exitCode ?? 128 + (signal === undefined ? 0 : constants.signals[signal]),
    stdout,
    stderr,
    durationMs: Math.round(result.durationMs),
  };
}

async function follow(child: Child, onLine: (line: string) => void): Promise<void> {
  try {
    for await (const line of child.iterable({ from: 'all' })) onLine(line);
  } catch {
    // The result of the child itself says what happened.
  }
}

import { constants } from 'node:os';
import type { Options, ResultPromise } from 'execa';
import type { CommandResult, Runner, RunRequest } from '../ports/runner.ts';

const killGraceMs = 2_000;
/** Output that was written before the end is read within this time. */
const drainMs = 1_000;
const maxOutputBytes = 64 * 1024 * 1024;

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
    all: true,
    stripFinalNewline: false,
    maxBuffer: maxOutputBytes,
    // One language for every parser: nodetool prints decimals in the client's locale.
    env: { LC_ALL: 'C', ...request.env },
    ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
    ...(request.stdin === undefined ? { stdin: 'ignore' } : { input: request.stdin }),
  } as const satisfies Options;
}

type Child = ResultPromise<ReturnType<typeof optionsFor>>;

async function finish(child: Child, request: RunRequest): Promise<CommandResult> {
  let ended: 'timed-out' | 'cancelled' | undefined;
  let killer: NodeJS.Timeout | undefined;
  const end = (why: 'timed-out' | 'cancelled') => {
    if (ended) return;
    ended = why;
    signalGroup(child.pid, 'SIGTERM');
    killer = setTimeout(() => {
      signalGroup(child.pid, 'SIGKILL');
    }, killGraceMs);
  };
  const timer = setTimeout(() => {
    end('timed-out');
  }, request.timeoutMs);
  const onAbort = () => {
    end('cancelled');
  };
  request.signal?.addEventListener('abort', onAbort, { once: true });
  leavePipesAfterExit(child);
  try {
    const following = request.onLine && follow(child, request.onLine);
    const result = await child;
    await following;
    if (ended === 'cancelled') return { kind: 'cancelled' };
    if (ended === 'timed-out') {
      const { stdout, stderr } = result;
      return { kind: 'timed-out', afterMs: request.timeoutMs, stdout, stderr };
    }
    return toResult(result);
  } finally {
    clearTimeout(timer);
    clearTimeout(killer);
    // Its leader is gone; what still runs of the group has had its warning.
    if (ended) signalGroup(child.pid, 'SIGKILL');
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

function toResult(result: Awaited<Child>): CommandResult {
  const { exitCode, signal } = result;
  if (exitCode === undefined && signal === undefined) {
    return { kind: 'unreachable', reason: whyNotStarted(result.originalMessage) };
  }
  return {
    kind: 'exited',
    // The shell's convention for a child that died of a signal.
    code: exitCode ?? 128 + (signal === undefined ? 0 : constants.signals[signal]),
    stdout: result.stdout,
    stderr: result.stderr,
    durationMs: Math.round(result.durationMs),
  };
}

/** In words; the code stays, because it tells a missing command from a missing node. */
function whyNotStarted(message = 'could not be started'): string {
  return message
    .replace(/^spawn (.+) ENOENT$/, '$1: there is no such command (ENOENT)')
    .replace(/^spawn (.+) EACCES$/, '$1 may not be executed (EACCES)');
}

async function follow(child: Child, onLine: (line: string) => void): Promise<void> {
  try {
    for await (const line of child.iterable({ from: 'all' })) onLine(line);
  } catch {
    // The result of the child itself says what happened.
  }
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}

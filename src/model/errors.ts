import type { NewPlan } from './gate.ts';
import { exitCodes, type ExitCode } from './outcome.ts';

/** An error that is explained to the operator: one `error:` line, at most one `hint:` line. */
export class ToolError extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  constructor(message: string, exitCode: ExitCode, hint?: string, cause?: unknown) {
    super(message, { cause });
    this.name = new.target.name;
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** The command line is wrong. Nothing was touched. */
export class UsageError extends ToolError {
  constructor(message: string, hint?: string) {
    super(message, exitCodes.usage, hint);
  }
}

/** A file is wrong. `where` is `file:line:column` as far as known; the hint says how to mend it. */
export class ConfigError extends ToolError {
  constructor(where: string, message: string, hint: string) {
    super(`${where}: ${message}`, exitCodes.usage, hint);
  }
}

/** The file system refused; `code` is its own, such as ENOTDIR. */
export class FileError extends ConfigError {
  readonly code: string;
  constructor(path: string, code: string, what: string, hint: string) {
    super(path, `${what} (${code})`, hint);
    this.code = code;
  }
}

/** What was being written is gone, or no longer what was written. */
export class FileLost extends ToolError {
  constructor(path: string, what: string, hint: string) {
    super(`${path}: ${what}`, exitCodes.cannotTell, hint);
  }
}

/** A gate held the roll; it left no node part-way, the run can be resumed. */
export class GateRefused extends ToolError {
  /** The last lines the command printed that holds the roll; shown below the error. */
  readonly tail: string | undefined;
  readonly newPlan: NewPlan | undefined;
  constructor(
    message: string,
    hint?: string,
    { tail, newPlan }: Partial<Pick<GateRefused, 'tail' | 'newPlan'>> = {},
  ) {
    super(message, exitCodes.refused, hint);
    this.tail = tail;
    this.newPlan = newPlan;
  }
}

/** A node is part-way: which, in what state, and what to type next is in the message and hint. */
export class StepFailed extends ToolError {
  /** The last lines the command printed; shown below the error. */
  readonly tail: string | undefined;
  constructor(message: string, hint?: string, tail?: string) {
    super(message, exitCodes.partWay, hint);
    this.tail = tail;
  }
}

/**
 * The roll stopped where it was asked to, or where its plan wants approval. No node is part-way, unless it is
 * `interrupted`: then the message names it.
 */
export class Halted extends ToolError {
  readonly how: 'paused' | 'aborted' | 'interrupted';
  constructor(how: Halted['how'], message: string, hint?: string) {
    const code = {
      paused: exitCodes.paused,
      aborted: exitCodes.refused,
      interrupted: exitCodes.partWay,
    };
    super(message, code[how], hint);
    this.how = how;
  }
}

export class LockHeld extends ToolError {
  constructor(message: string, hint?: string) {
    super(message, exitCodes.lockHeld, hint);
  }
}

/** Somebody else has the cluster, or may have it; whether this run left a node part-way is in the message. */
export class LockLost extends ToolError {
  constructor(message: string, isPartWay: boolean, hint: string) {
    super(message, isPartWay ? exitCodes.partWay : exitCodes.lockHeld, hint);
  }
}

export type ExitSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** SIGINT, SIGTERM or SIGHUP arrived. */
export class Interrupted extends ToolError {
  readonly signal: ExitSignal;
  constructor(signal: ExitSignal, hint?: string) {
    const code = {
      SIGINT: exitCodes.interrupted,
      SIGTERM: exitCodes.terminated,
      SIGHUP: exitCodes.hangup,
    };
    super(`interrupted by ${signal}`, code[signal], hint);
    this.signal = signal;
  }
}

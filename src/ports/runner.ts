/** One command on one node (or, without `node`, on the machine that runs Ringward). */
export interface RunRequest {
  /** Address of the node as the inventory names it; a transport decides how to reach it. */
  readonly node?: string;
  /** Argument array. There is no shell: nothing in it is expanded. */
  readonly argv: readonly string[];
  /** After this the whole process group is ended and the result is `timed-out`. */
  readonly timeoutMs: number;
  /**
   * Ends the process group when it fires. Steps pass none: a half-done drain or install is
   * never killed by Ctrl-C (every child has a session of its own).
   */
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
  /** Of stdout and of stderr; beyond it the process group is ended. Default: 64 MiB. */
  readonly maxOutputBytes?: number;
  /**
   * Where the command is kept on the node's machine, so that it outlives a link that is lost and is found again by
   * the same name. Commands that run on this machine outlive Ringward without it.
   */
  readonly job?: RemoteJobPlace;
  /** Called for every line of stderr and stdout as it comes: progress of long commands. */
  readonly onLine?: (line: string) => void;
}

export interface RemoteJobPlace {
  readonly folder: string;
  readonly name: string;
  /** It is begun only while this file there says this line: the lock is that of this very process. */
  readonly held?: { readonly lock: string; readonly line: string };
}

/** What became of a command. A non-zero exit is a result, never an exception. */
export type CommandResult =
  | {
      readonly kind: 'exited';
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'timed-out';
      readonly afterMs: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  /** The command could not be started or the node could not be reached. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** It printed more than may be kept and was ended: what there is of it is no answer. */
  | { readonly kind: 'too-long'; readonly maxOutputBytes: number }
  | { readonly kind: 'cancelled' };

export interface Runner {
  /** Never throws for what the command did; see `CommandResult`. */
  run(request: RunRequest): Promise<CommandResult>;
}

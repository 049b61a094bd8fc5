import type { InventoryNode } from '../model/inventory.ts';
import { nodeLockAnswer, type NodeLockAnswer } from '../model/node-lock.ts';
import type { CommandResult, Runner } from '../ports/runner.ts';

/** What became of one node's lock. `kept`: it was this run's before; `from`: the run whose it was. */
export type Standing =
  | { readonly kind: 'taken' | 'kept'; readonly from?: string }
  | { readonly kind: 'held'; readonly line: string }
  | { readonly kind: 'unknown'; readonly why: string };

const lockMs = 20_000;

export function askLock(
  runner: Runner,
  { address }: InventoryNode,
  argv: readonly string[],
): Promise<CommandResult> {
  return runner.run({ node: address, argv, timeoutMs: lockMs });
}

/** Undefined: it did not come to an answer. */
export function answerIn(result: CommandResult): NodeLockAnswer | undefined {
  const isWhole = result.kind === 'exited' && result.code === 0;
  return isWhole ? nodeLockAnswer(result.stdout) : undefined;
}

export function standingOf(result: CommandResult): Standing {
  const answer = answerIn(result);
  switch (answer?.kind) {
    case 'taken':
    case 'held':
      return answer as Standing;
    case 'busy':
      return { kind: 'unknown', why: `a command of another run is at work there (${answer.why})` };
    case 'cannot':
      return { kind: 'unknown', why: answer.why };
    case 'given':
    case 'free':
    case undefined:
      return { kind: 'unknown', why: whyNoAnswer(result) };
  }
}

export function whyNoAnswer(result: CommandResult): string {
  switch (result.kind) {
    case 'exited':
      return result.stderr.trim() || `exit code ${result.code}`;
    case 'unreachable':
      return result.reason;
    case 'timed-out':
      return `no answer in ${lockMs / 1_000} s`;
    case 'too-long':
    case 'cancelled':
      return result.kind;
  }
}

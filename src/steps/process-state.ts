import type { CommandResult } from '../ports/runner.ts';
import { madeOf } from './made-of.ts';
import type { NodeContext } from './step.ts';

/** `unknown` carries what was seen, so that an error can say it. */
export type ProcessState =
  | { readonly kind: 'running' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'unknown'; readonly seen: string };

const questionMs = 20_000;

/**
 * Asks the inventory's `running` command. Exit 0 = running, 1 or 3 = not (3 is what
 * `systemctl is-active` and LSB scripts say); anything else is not knowledge. A node whose CQL
 * answers is not stopped, whatever the command says (pgrep exits 1 for a pid file that is gone).
 */
export async function processState(context: NodeContext): Promise<ProcessState> {
  const argv = context.node.commands.running;
  if (!argv) return { kind: 'unknown', seen: 'the inventory has no `running` command' };
  const result = await context.run(argv, questionMs);
  if (result.kind === 'exited' && result.code === 0) return { kind: 'running' };
  const saysStopped = result.kind === 'exited' && (result.code === 1 || result.code === 3);
  if (!saysStopped) return { kind: 'unknown', seen: describeResult(argv, result) };
  if ((await context.self()).kind === 'missing') return { kind: 'stopped' };
  return { kind: 'unknown', seen: `${describeResult(argv, result)}, but its CQL answers` };
}

/**
 * True when the node has been started again since this run began with it, and is not seen to be other than what
 * the roll makes of it. A storage mode that is not told is for await-return to find out.
 */
export async function isRestarted(context: NodeContext): Promise<boolean> {
  if (context.generationBefore === undefined) return false;
  const self = await context.self();
  if (self.kind === 'missing' || self.value.generation <= context.generationBefore) return false;
  return (await madeOf(context, self.value)).kind !== 'other';
}

/** One line: the command and what became of it. */
export function describeResult(argv: readonly string[], result: CommandResult): string {
  const command = `\`${argv.join(' ')}\``;
  switch (result.kind) {
    case 'exited':
      return `${command} ended with exit code ${result.code}`;
    case 'timed-out':
      return `${command} did not end within ${result.afterMs / 1_000} s`;
    case 'unreachable':
      return `${command} gave no result: ${result.reason}`;
    case 'too-long':
      return `${command} printed more than ${result.maxOutputBytes} bytes and was ended`;
    case 'cancelled':
      return `${command} was cancelled`;
  }
}

/** The last lines a command printed: what an operator needs to see, and no more. */
export function tailOf(result: CommandResult, lines = 12): string {
  if (result.kind !== 'exited' && result.kind !== 'timed-out') return '';
  const text = `${result.stdout}\n${result.stderr}`.trim();
  return text.split('\n').slice(-lines).join('\n');
}

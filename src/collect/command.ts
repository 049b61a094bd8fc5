import type { InventoryNode } from '../model/inventory.ts';
import { notRecorded } from '../model/recording.ts';
import type { Seen } from '../model/seen.ts';
import type { CommandResult } from '../ports/runner.ts';
import { orLate } from './deadline.ts';
import { missing, seen, timeLeftMs, tooLate, type NodeContext } from './context.ts';

export type Exited = Extract<CommandResult, { kind: 'exited' }>;

/** No answer of a node is longer: what prints more will not end. */
const longest = { bytes: 16 * 1024 * 1024, text: '16 MiB' } as const;

/**
 * One command on the node with a deadline. Seen is a command that ended, with whatever exit code.
 * Throws the signal's reason when the operator does not want to wait any longer.
 */
export async function runOnNode(
  context: NodeContext,
  argv: readonly string[],
): Promise<Seen<Exited>> {
  const { node, ports, limits, signal } = context;
  const timeoutMs = timeLeftMs(context, limits.nodetoolTimeoutMs);
  if (timeoutMs === 0) return tooLate(context);
  // In the root folder nodetool's script, which expands globs, finds nothing that would match.
  const request = {
    node: node.address,
    argv,
    timeoutMs,
    signal,
    cwd: '/',
    maxOutputBytes: longest.bytes,
  };
  // One that does not end when it is told to is left to be killed.
  const result = await orLate<CommandResult>(context, ports.runner.run(request), () => ({
    kind: 'timed-out',
    afterMs: timeoutMs,
    stdout: '',
    stderr: '',
  }));
  switch (result.kind) {
    case 'exited':
      return seen(context, result);
    case 'timed-out':
      return missing(
        context,
        'timed-out',
        `${nameOf(argv, node)}: no answer in ${timeoutMs / 1_000} s`,
      );
    case 'unreachable':
      return missing(context, reasonOf(result.reason), lastLine(result.reason));
    case 'too-long':
      return missing(
        context,
        'unreadable',
        `${nameOf(argv, node)}: too long, more than ${longest.text}`,
      );
    case 'cancelled':
      throw signal.reason;
  }
}

/** A command that is not installed says nothing about the node, nor does one that was not recorded. */
function reasonOf(reason: string): 'failed' | 'unreachable' {
  if (reason === notRecorded) return 'failed';
  return /ENOENT|EACCES|ENOEXEC|ENOTDIR/.test(reason) ? 'failed' : 'unreachable';
}

/** Node's own words come last, below the command that is repeated at length. */
function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? text;
}

/**
 * The program alone: what follows may be long. The inventory's nodetool is nodetool, whatever calls it: ssh, a
 * container, or Ringward itself on the nodes of a lab.
 */
function nameOf(argv: readonly string[], { nodetool }: InventoryNode): string {
  if (nodetool.every((word, i) => argv[i] === word)) return 'nodetool';
  const [program = ''] = argv;
  return program.slice(program.lastIndexOf('/') + 1);
}

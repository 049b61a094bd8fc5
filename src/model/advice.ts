import { fillArgv } from './argv-template.ts';
import type { InventoryNode } from './inventory.ts';
import { nextCommand, type GivenOptions } from './next-command.ts';
import { typedArgv, type NodeReach } from './reach.ts';
import { shLine } from './sh-quote.ts';

/**
 * What to do next: a sentence, a command, or a call that depends on the inventory: nodetool's, one of its
 * commands, Ringward's own.
 */
export type Advice = string | NodetoolAdvice | CommandAdvice | OwnAdvice;

export interface NodetoolAdvice {
  /** Address of the node it is asked of. */
  readonly on: string;
  readonly nodetool: readonly string[];
}

export interface CommandAdvice {
  /** Address of the node. */
  readonly on: string;
  readonly command: 'start' | 'log';
}

/** `ringward` with these words. */
export interface OwnAdvice {
  readonly ringward: readonly string[];
}

export function ringwardAgain(...ringward: readonly string[]): OwnAdvice {
  return { ringward };
}

export function nodetoolOn(on: string, ...nodetool: readonly string[]): NodetoolAdvice {
  return { on, nodetool };
}

/** Starts the node: where the inventory does not say how, as on most machines. */
export function startOf(on: string): CommandAdvice {
  return { on, command: 'start' };
}

/** Shows the newest lines of the node's log. */
export function logOf(on: string): CommandAdvice {
  return { on, command: 'log' };
}

/** For an operator; `isCall`: to be pasted as it is, so it is never broken into lines. */
export interface AdviceLine {
  readonly text: string;
  readonly isCall: boolean;
}

/** What of a node of the inventory advice is made of. */
export type AdvisedNode = Pick<
  InventoryNode,
  'address' | 'home' | 'nodetool' | 'commands' | 'reach'
>;

/** `nodeOf` finds a node of the inventory, `given` is how the inventory was named. */
export function adviceLine(
  advice: Advice,
  nodeOf: (address: string) => AdvisedNode | undefined,
  given: Pick<GivenOptions, 'inventory'> = {},
): AdviceLine {
  if (typeof advice === 'string') return { text: advice, isCall: false };
  if ('ringward' in advice) return { text: nextCommand(advice.ringward, given), isCall: true };
  const node = nodeOf(advice.on);
  if ('command' in advice) return commandLine(advice, node);
  const call = node?.nodetool ?? ['nodetool', '-h', advice.on];
  return { text: nodetoolLine(call, advice.nodetool, node?.reach), isCall: true };
}

/** Of most installations, to be typed on the node itself; short enough not to be broken into lines. */
const usual = {
  start: ', if it does not run: sudo systemctl start cassandra',
  log: ': tail -n 50 /var/log/cassandra/system.log',
} as const;

function commandLine({ on, command }: CommandAdvice, node: AdvisedNode | undefined): AdviceLine {
  const argv = node?.commands[command];
  if (!argv) return { text: `on ${on}${usual[command]}`, isCall: false };
  const call = fillArgv(argv, { address: on, home: node.home });
  return { text: nodetoolLine(call, [], node.reach), isCall: true };
}

/** The call of the inventory with these arguments, from this machine. A password that was written into it is not shown. */
export function nodetoolLine(
  call: readonly string[],
  args: readonly string[],
  reach?: NodeReach,
): string {
  const shown = call.map((word, i) =>
    /^(-pw|--password)$/.test(call[i - 1] ?? '') ? '***' : word,
  );
  return shLine(typedArgv(reach, [...shown, ...args]));
}

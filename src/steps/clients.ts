import type { CommandResult } from '../ports/runner.ts';
import { describeResult } from './process-state.ts';
import type { NodeContext } from './step.ts';

/** By its own word. */
type Clients =
  | { readonly kind: 'open' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'unknown'; readonly why: string };

/** Whether the node lets clients in, by its own word. */
export async function clientsOf(context: NodeContext): Promise<Clients> {
  const info = await context.ask('info');
  if (info.kind === 'missing') return { kind: 'unknown', why: `nodetool info: ${info.detail}` };
  return { kind: info.value.nativeTransportActive ? 'open' : 'closed' };
}

/**
 * Requests of clients that the node works on: a closed connection does not end those it has brought. A
 * reason instead of a number: not seen, which is not none. By JMX, else by tpstats.
 */
export async function requestsInHand(context: NodeContext): Promise<number | string> {
  const told = await context.ask('requests-in-hand');
  if (told.kind === 'seen') return told.value.active + told.value.pending;
  const pools = await context.ask('tpstats');
  if (pools.kind === 'missing') return `client requests are not seen: ${pools.detail}`;
  const pool = pools.value.pools.find(({ name }) => name === 'Native-Transport-Requests');
  return pool ? pool.active + pool.pending : 'tpstats does not tell of client requests';
}

/** Of `enablebinary` and `disablebinary`, which do their work at once. */
export const switchMs = 30_000;

/**
 * Runs the command `unquiesce` of the inventory, which undoes what `quiesce` did. Why it is not known to be undone;
 * undefined: it is, or there is no such command.
 */
export async function putBack(
  context: NodeContext,
  timeoutMs: number,
): Promise<{ readonly reason: string; readonly result: CommandResult } | undefined> {
  const argv = context.node.commands.unquiesce;
  if (!argv) return undefined;
  context.say('putting the node back among those that serve clients');
  const result = await context.act('unquiesce', argv, timeoutMs);
  if (result.kind === 'exited' && result.code === 0) return undefined;
  return { reason: describeResult(argv, result), result };
}

/**
 * `nodetool enablebinary`, believed when the node says so, then the command `unquiesce`; undefined: clients are let
 * in again.
 */
export async function letClientsIn(context: NodeContext): Promise<string | undefined> {
  const args = ['enablebinary'];
  const result: CommandResult = await context.run(context.nodetoolCall(args), switchMs);
  const clients = await clientsOf(context);
  if (clients.kind === 'open') return (await putBack(context, switchMs))?.reason;
  const seen = clients.kind === 'closed' ? 'the node says that it lets none in' : clients.why;
  return `${describeResult(['nodetool', ...args], result)}; ${seen}`;
}

export const servesNone = 'up for its peers, but it serves no clients';

/** The calls that open such a node, as they can be typed. */
export function enableLine(context: NodeContext): string {
  const { unquiesce } = context.node.commands;
  const then = unquiesce ? `, \`${context.typedLine(unquiesce)}\` puts it back to them` : '';
  return `\`${context.nodetoolLine(['enablebinary'])}\` lets clients in again${then}`;
}

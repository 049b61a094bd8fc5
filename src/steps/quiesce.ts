import type { StepOutcome, StepParams } from '../model/step.ts';
import {
  clientsOf,
  enableLine,
  letClientsIn,
  putBack,
  requestsInHand,
  servesNone,
  switchMs,
} from './clients.ts';
import { describeResult, isRestarted, processState } from './process-state.ts';
import { heldBy, reasonOf } from './wait-budget.ts';
import type { NodeContext, Step } from './step.ts';

/**
 * Closes the node to clients while its peers still reach it: the inventory's command `quiesce`, if there is
 * one, then `nodetool disablebinary`, which drops every connection. What the node works on by then is
 * waited for. Not seen is not none. Then its peers must still be up.
 */
export const quiesce: Step<'quiesce'> = {
  kind: 'quiesce',
  async isDone(context) {
    if (await isRestarted(context)) return true;
    if ((await processState(context)).kind === 'stopped') return true;
    if ((await clientsOf(context)).kind !== 'closed') return false;
    return (await requestsInHand(context)) === 0;
  },
  async run(params, context) {
    const deadline = context.clock.now() + params.timeoutMs;
    const hook = await leaveBalancer(params, context);
    if (hook !== undefined && params.then === 'refuse')
      return await notClosed(hook, params, context);
    const closed = await close(context);
    const why = closed ?? (await waitForRequests(context, params.timeoutMs, deadline));
    const left = why && `clients are not known to be gone: ${why}`;
    if (left !== undefined && params.then === 'refuse') return await opened(context, left);
    const unsafe = await waitForPeers(context, deadline);
    if (unsafe !== undefined) return await opened(context, unsafe);
    if (left !== undefined) return wentOn(left);
    return hook === undefined
      ? { kind: 'done', note: 'no client is served' }
      : { kind: 'fell-back', reason: `${hook}; no client is served all the same` };
  },
};

/** Why the command of the inventory did not do it; undefined: it did, or there is none. */
async function leaveBalancer(
  { timeoutMs }: StepParams['quiesce'],
  context: NodeContext,
): Promise<string | undefined> {
  const argv = context.node.commands.quiesce;
  if (!argv) return undefined;
  context.say('taking the node away from clients');
  const result = await context.act('quiesce', argv, timeoutMs);
  if (result.kind === 'exited' && result.code === 0) return undefined;
  return describeResult(argv, result);
}

/** What the command may have half done is undone. */
async function notClosed(
  hook: string,
  { timeoutMs }: StepParams['quiesce'],
  context: NodeContext,
): Promise<StepOutcome> {
  const left = await putBack(context, timeoutMs);
  const state = `the node was not closed to clients${left ? `, ${left.reason}` : ''}`;
  return { kind: 'refused', reason: `${hook}; ${state}` };
}

/** Why clients are not known to be out; undefined: the node says that it lets none in. */
async function close(context: NodeContext): Promise<string | undefined> {
  context.say('nodetool disablebinary: closing the node to clients');
  const args = ['disablebinary'];
  const result = await context.run(context.nodetoolCall(args), switchMs);
  const clients = await clientsOf(context);
  if (clients.kind === 'closed') return undefined;
  const seen = clients.kind === 'open' ? 'the node still lets clients in' : clients.why;
  return `${seen}; ${describeResult(['nodetool', ...args], result)}`;
}

/** Why they are not known to be over at the deadline; undefined: there is none. */
async function waitForRequests(
  context: NodeContext,
  timeoutMs: number,
  deadline: number,
): Promise<string | undefined> {
  for (;;) {
    const inHand = await requestsInHand(context);
    if (inHand === 0) return undefined;
    const seen = typeof inHand === 'string' ? inHand : `${inHand} client requests are in hand`;
    if (context.clock.now() >= deadline) return `${seen} after ${timeoutMs / 1_000} s`;
    context.say(`waiting until no client is served: ${seen}`);
    await context.clock.sleep(context.pollMs, context.signal);
  }
}

/**
 * Its gates were judged before clients left, which may have taken long: another node may have gone since. Why
 * it must not be drained; undefined: it may.
 */
async function waitForPeers(context: NodeContext, deadline: number): Promise<string | undefined> {
  for (let isFirst = true; ; isFirst = false) {
    // What is waited for must be seen to be over.
    const held = heldBy(await context.judgeClosed(isFirst));
    if (!held) return undefined;
    const isOver = held.verdict.kind === 'refuse' || context.clock.now() >= deadline;
    if (isOver) return reasonOf(held);
    context.say(`closed to clients, and not drained: ${reasonOf(held)}`);
    await context.clock.sleep(context.pollMs, context.signal);
  }
}

function wentOn(why: string): StepOutcome {
  return { kind: 'fell-back', reason: `${why}; going on, as the playbook declares` };
}

async function opened(context: NodeContext, reason: string): Promise<StepOutcome> {
  const notOpened = await letClientsIn(context);
  const { commands } = context.node;
  const balancer =
    commands.quiesce && !commands.unquiesce
      ? '; where the command `quiesce` took it away from clients it is not put back'
      : '';
  if (notOpened === undefined) {
    return { kind: 'refused', reason: `${reason}; clients are let in again${balancer}` };
  }
  return {
    kind: 'failed',
    reason: `${reason}; ${notOpened}`,
    nodeState: `${servesNone}, as far as is known${balancer}`,
    next: `${enableLine(context)}; mend the cause, then resume`,
  };
}

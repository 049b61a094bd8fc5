import { putBack } from './clients.ts';
import { tailOf } from './process-state.ts';
import type { Step } from './step.ts';

/**
 * The counterpart of the inventory's command `quiesce`, once the node is back: a node that nobody put back into the
 * balancer serves no clients, however well it is. Safe to repeat, so done again rather than believed.
 */
export const unquiesce: Step<'unquiesce'> = {
  kind: 'unquiesce',
  isDone: () => Promise.resolve(false),
  async run({ timeoutMs }, context) {
    const argv = context.node.commands.unquiesce;
    const why = argv
      ? await putBack(context, timeoutMs)
      : { reason: 'the inventory has no `unquiesce` command' };
    if (!why) return { kind: 'done' };
    const tail = 'result' in why ? tailOf(why.result) : '';
    return {
      kind: 'failed',
      reason: why.reason,
      nodeState: 'back, but perhaps not put back to where `quiesce` took it away from clients',
      next: 'mend the cause, then resume: the step is done again',
      ...(tail && { tail }),
    };
  },
};

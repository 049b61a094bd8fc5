import { describeResult, isRestarted, tailOf } from './process-state.ts';
import type { Step } from './step.ts';

/**
 * The command `fetch` of the inventory, while the node serves: a release that cannot be had, or a disk
 * without room for it, holds the roll before anything is stopped.
 */
export const fetch: Step<'fetch'> = {
  kind: 'fetch',
  isDone: isRestarted,
  async run(params, context) {
    const argv = context.node.commands.fetch;
    if (!argv) return { kind: 'refused', reason: 'the inventory has no `fetch` command' };
    context.say('bringing the new version to the machine');
    const result = await context.act('fetch', argv, params.timeoutMs);
    if (result.kind === 'exited' && result.code === 0) return { kind: 'done' };
    const tail = tailOf(result);
    return { kind: 'refused', reason: describeResult(argv, result), ...(tail ? { tail } : {}) };
  },
};

import { describeResult, isRestarted } from './process-state.ts';
import { refused } from './refused.ts';
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
    if (!argv) return refused('the inventory has no `fetch` command');
    context.say('bringing the new version to the machine');
    const result = await context.act('fetch', argv, params.timeoutMs);
    if (result.kind === 'exited' && result.code === 0) return { kind: 'done' };
    return refused(describeResult(argv, result), result);
  },
};

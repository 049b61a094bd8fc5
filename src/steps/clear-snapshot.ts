import { isOwnTag } from '../model/snapshot-tag.ts';
import { listedSnapshots } from './listed-snapshots.ts';
import { describeResult } from './process-state.ts';
import { refused } from './refused.ts';
import type { NodeContext, Step } from './step.ts';

/** Removes the snapshots that runs of Ringward took, by their names. A run that is resumed takes its own anew. */
export const clearSnapshot: Step<'clear-snapshot'> = {
  kind: 'clear-snapshot',
  async isDone(context) {
    const tags = await ownTags(context);
    return typeof tags !== 'string' && tags.length === 0;
  },
  async run({ timeoutMs }, context) {
    const tags = await ownTags(context);
    if (typeof tags === 'string') return refused(tags);
    for (const tag of tags) {
      const args = ['clearsnapshot', '-t', tag];
      context.say(`nodetool ${args.join(' ')}`);
      const result = await context.act('clear-snapshot', context.nodetoolCall(args), timeoutMs);
      if (result.kind === 'exited' && result.code === 0) continue;
      return refused(describeResult(['nodetool', ...args], result), result);
    }
    const left = await ownTags(context);
    if (typeof left === 'string') return refused(left);
    if (left.length > 0) return refused(`still listed: ${left.join(', ')}`);
    return { kind: 'done', note: `removed ${tags.join(', ')}` };
  },
};

/** A reason instead: not known. */
async function ownTags(context: NodeContext): Promise<readonly string[] | string> {
  const listed = await listedSnapshots(context);
  if (listed.kind === 'unknown') return listed.why;
  return listed.names.filter(isOwnTag);
}

import { isOwnTag } from '../model/snapshot-tag.ts';
import { listedSnapshots } from './listed-snapshots.ts';
import { describeResult, tailOf } from './process-state.ts';
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
    if (typeof tags === 'string') return { kind: 'refused', reason: tags };
    for (const tag of tags) {
      const args = ['clearsnapshot', '-t', tag];
      context.say(`nodetool ${args.join(' ')}`);
      const result = await context.nodetool(args, timeoutMs);
      if (result.kind === 'exited' && result.code === 0) continue;
      const tail = tailOf(result);
      const reason = describeResult(['nodetool', ...args], result);
      return { kind: 'refused', reason, ...(tail ? { tail } : {}) };
    }
    const left = await ownTags(context);
    if (typeof left === 'string') return { kind: 'refused', reason: left };
    if (left.length > 0) return { kind: 'refused', reason: `still listed: ${left.join(', ')}` };
    return { kind: 'done', note: `removed ${tags.join(', ')}` };
  },
};

/** A reason instead: not known. */
async function ownTags(context: NodeContext): Promise<readonly string[] | string> {
  const listed = await listedSnapshots(context);
  if (listed.kind === 'unknown') return listed.why;
  return listed.names.filter(isOwnTag);
}

import type { StepOutcome, StepParams } from '../model/step.ts';
import { snapshotTag } from '../model/snapshot-tag.ts';
import { loadBytes, notKnown, roomFor, type Room } from './disk-room.ts';
import { listedSnapshots } from './listed-snapshots.ts';
import { describeResult, isRestarted } from './process-state.ts';
import { refused } from './refused.ts';
import type { NodeContext, Step } from './step.ts';

/**
 * A snapshot of every table before the node is stopped for the first time: the way back, should files be
 * written anew. Hard links cost nothing at first; what is compacted afterwards stays on the disk with them,
 * up to all of it. Where nobody can ask for the room it is taken all the same, which is noted. Believed when
 * its command ends well and listsnapshots has its name; one that an earlier part of the run has left is taken
 * anew.
 */
export const snapshot: Step<'snapshot'> = {
  kind: 'snapshot',
  // One that is listed may not be whole: the node lists it from its first table on.
  isDone: isRestarted,
  async run(params, context) {
    const room = await roomToPin(context);
    if (room.kind === 'too-little') return refused(`no room for a snapshot: ${room.text}`);
    if (room.kind === 'unknown' && params.unseen === 'refuse') {
      return refused(`whether there is room for a snapshot is not known: ${room.why}`);
    }
    return await take(params, context, notKnown(room));
  },
};

async function take(
  { timeoutMs }: StepParams['snapshot'],
  context: NodeContext,
  unseen: string | undefined,
): Promise<StepOutcome> {
  const tag = snapshotTag(context.runId);
  const args = ['snapshot', '-t', tag];
  if ((await isListed(context)) === true) {
    context.say(`nodetool clearsnapshot -t ${tag}: what an earlier part of the run has left of it`);
    await context.run(context.nodetoolCall(['clearsnapshot', '-t', tag]), timeoutMs);
  }
  context.say(`nodetool ${args.join(' ')}`);
  const result = await context.act('snapshot', context.nodetoolCall(args), timeoutMs);
  const listed = await isListed(context);
  if (result.kind === 'exited' && result.code === 0 && listed === true) {
    return { kind: 'done', note: unseen === undefined ? tag : `${tag}; ${unseen}` };
  }
  const seen = typeof listed === 'string' ? listed : `${tag} is ${listed ? '' : 'not '}listed`;
  const clear = `\`${context.nodetoolLine(['clearsnapshot', '-t', tag])}\``;
  return refused(
    `${describeResult(['nodetool', ...args], result)}; ${seen}; the node serves as before; ${clear} removes what there is of it, so that resume takes it anew`,
    result,
  );
}

async function isListed(context: NodeContext): Promise<boolean | string> {
  const listed = await listedSnapshots(context);
  return listed.kind === 'seen' ? listed.names.includes(snapshotTag(context.runId)) : listed.why;
}

async function roomToPin(context: NodeContext): Promise<Room> {
  const bytes = await loadBytes(context);
  if (typeof bytes === 'string') return { kind: 'unknown', why: bytes };
  return await roomFor(context, bytes, 'it may come to pin all tables,');
}

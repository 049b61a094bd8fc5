import { diskRoom } from '../model/room.ts';
import type { NodeContext } from './step.ts';

/** Whether so much more may be written where the node keeps its data. */
export type Room =
  | { readonly kind: 'enough' | 'too-little'; readonly text: string }
  | { readonly kind: 'unknown'; readonly why: string }
  /** Nobody can ask for it: this version, or the way commands reach the node. */
  | { readonly kind: 'not-offered'; readonly why: string };

/** What is not known of it; undefined: all is. */
export function notKnown(room: Room): string | undefined {
  return room.kind === 'unknown' || room.kind === 'not-offered' ? room.why : undefined;
}

/** `what` begins the text with its figure. */
export async function roomFor(context: NodeContext, bytes: number, what: string): Promise<Room> {
  const seen = await context.ask('file-systems');
  if (seen.kind === 'missing') {
    const kind = seen.why === 'unsupported' ? 'not-offered' : 'unknown';
    return { kind, why: `its disks are not seen: ${seen.detail}` };
  }
  const { minFreePercent } = context;
  const room = diskRoom(seen.value, { bytes, minFreePercent, what });
  if (!room) return { kind: 'unknown', why: 'no file system of its data folders was seen' };
  return { kind: room.isEnough ? 'enough' : 'too-little', text: room.text };
}

/** Bytes of all its live tables, as the node has them in its own ring. */
export async function loadBytes(context: NodeContext): Promise<number | string> {
  const seen = await context.ask('status');
  if (seen.kind === 'missing') return `the size of its tables is not seen: ${seen.detail}`;
  const own = seen.value.rows.find(({ address }) => address === context.node.address);
  return own?.loadBytes ?? 'its own ring does not say the size of its tables';
}

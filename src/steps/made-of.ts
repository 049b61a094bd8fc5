import { storageModeOf } from '../model/step.ts';
import { modeIn } from '../model/storage-mode.ts';
import type { NodeContext, NodeSelf } from './step.ts';

/** A node beside what the roll makes of it. */
export type MadeOf =
  /** What it is by now, in words. */
  | { readonly kind: 'there'; readonly what: string }
  | { readonly kind: 'other' }
  | { readonly kind: 'unknown'; readonly why: string }
  /** The roll restarts it as it is. */
  | { readonly kind: 'no-target' };

/** By its release and, where the roll sets one, by the storage_compatibility_mode that its process says it is in. */
export async function madeOf(
  context: NodeContext,
  { releaseVersion }: Pick<NodeSelf, 'releaseVersion'>,
): Promise<MadeOf> {
  const { targetVersion, node } = context;
  if (targetVersion !== undefined && releaseVersion !== targetVersion) return { kind: 'other' };
  const wanted = storageModeOf(node.steps);
  if (wanted === undefined) {
    return targetVersion === undefined
      ? { kind: 'no-target' }
      : { kind: 'there', what: `runs ${releaseVersion}` };
  }
  const settings = await context.ask('settings');
  if (settings.kind === 'missing')
    return { kind: 'unknown', why: `its storage mode is not seen: ${settings.detail}` };
  return modeIn(settings.value) === wanted
    ? { kind: 'there', what: `in ${wanted}` }
    : { kind: 'other' };
}

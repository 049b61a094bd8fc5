import { shLine } from './sh-quote.ts';

/**
 * What keeps repairs and schema changes of the whole cluster from beginning while it is rolled, and lets them begin
 * again: argument arrays, run on this machine with nothing left to fill in; each must be safe to repeat.
 */
export interface FreezeCommands {
  readonly freeze: readonly string[];
  readonly unfreeze: readonly string[];
}

/** `failure`: why it is not known to be done. */
export type FreezeEvent =
  | { readonly type: 'freeze-started'; readonly command: keyof FreezeCommands }
  | {
      readonly type: 'freeze-ended';
      readonly command: keyof FreezeCommands;
      readonly failure?: string;
    };

/** Whether anything may stand still: from the first freeze that was begun until a lift is done. */
export function isFrozenAfter(wasFrozen: boolean, event: FreezeEvent): boolean {
  if (event.command === 'freeze') return true;
  return wasFrozen && (event.type === 'freeze-started' || event.failure !== undefined);
}

/** What a plan or a report says of it, with the commands as they can be typed. */
export function freezeText({ freeze, unfreeze }: FreezeCommands): string {
  return `repairs and schema changes stand still: ${shLine(freeze)} before the first node, ${shLine(unfreeze)} when the run is over`;
}

/** What stands still though nobody rolls, with the command that lifts it. */
export function leftFrozenText({ unfreeze }: Pick<FreezeCommands, 'unfreeze'>): string {
  return `repairs and schema changes are left frozen; to lift that by hand: ${shLine(unfreeze)}`;
}

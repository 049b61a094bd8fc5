import { downOf, type Plan } from '../model/plan.ts';

/** What a way back to `target` loses, said before it is lost. */
export function lossOf(
  { toVersion: newer = '' }: Plan,
  target: string,
  { isStarted, isOtherLine }: { readonly isStarted: boolean; readonly isOtherLine: boolean },
): string {
  if (!isStarted) return `${newer} was not started there: nothing of it is on the disks`;
  if (!isOtherLine) return `NEWS.txt of ${newer} says whether ${target} reads all that it wrote`;
  return `the log of past compactions is removed, and features of ${newer} that were used keep ${target} from starting`;
}

/** Gate storage-mode lives with nobody who is silent: in which mode such a node would come back is not known. */
export function modeNotes({
  nodes,
  allowDown = 0,
}: Pick<Plan, 'nodes' | 'allowDown'>): readonly string[] {
  const down = downOf(nodes);
  if (down.length === 0 && allowDown === 0) return [];
  const then = down.length === 0 ? '' : ` (down when that run was planned: ${down.join(', ')})`;
  return [
    `gate storage-mode asks every node for its mode, and holds this way back while one is down, whatever --allow-down says${then}: what is down is to be started first`,
  ];
}

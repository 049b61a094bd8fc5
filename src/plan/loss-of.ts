import type { Plan } from '../model/plan.ts';

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

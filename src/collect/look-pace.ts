import type { Instant } from '../model/instant.ts';
import type { Limits } from '../model/limits.ts';

/** Between two looks at which what is dear is asked, of every command that looks on. */
export const minuteMs = 60_000;

/** Whether what is asked every so often is to be asked now: half a tick early is nearer than half a tick late. */
export function isDue(
  last: Instant,
  now: Instant,
  everyMs: number,
  { tickMs }: Pick<Limits, 'tickMs'>,
): boolean {
  return now - last >= everyMs - tickMs / 2;
}

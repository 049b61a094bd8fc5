import { lastedText } from '../model/lasted.ts';
import type { MissingReason } from '../model/seen.ts';
import { addressesOf, latestOf, spanMs } from '../model/series.ts';
import type { Series, SourceId } from '../model/snapshot.ts';

/** Where two looks are compared: the time between them and up to two ticks around it. */
export const twoLooksMs = 30_000;

/**
 * Words for `notJudged` when the looks were too few: the `--for` that it takes, or, where it was
 * looked for that long, what came of it. An advice that was followed must not be repeated.
 */
export function needsFor(
  series: Series,
  neededMs: number,
  inVain = 'too few answers came',
): string {
  const lookedMs = spanMs(series);
  if (lookedMs < neededMs) return `needs --for ${forText(neededMs)}`;
  return `${inVain} in ${lastedText(lookedMs)}`;
}

/** `90s`, `30m` */
function forText(ms: number): string {
  const isMinutes = ms >= 600_000 && ms % 60_000 === 0;
  return isMinutes ? `${ms / 60_000}m` : `${Math.ceil(ms / 1_000)}s`;
}

/** The same where two answers of a source are compared. */
export function needsTwoLooks(series: Series, source: SourceId): string {
  return needsLooks(series, source, twoLooksMs);
}

/** The same of a source: where every door was closed, looking on alone changes nothing. */
export function needsLooks(series: Series, source: SourceId, neededMs: number): string {
  const isClosed = addressesOf(series).every((node) => isClosedAt(series, node, source));
  return isClosed ? 'no node let itself be asked' : needsFor(series, neededMs);
}

function isClosedAt(series: Series, node: string, source: SourceId): boolean {
  const seen = latestOf(series, node, source);
  return seen?.kind === 'missing' && closedDoors.has(seen.why);
}

const closedDoors: ReadonlySet<MissingReason> = new Set(['unreachable', 'authentication']);

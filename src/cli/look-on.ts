import { detectAll, detectors } from '../detect/index.ts';
import type { Look } from '../execute/asked.ts';
import type { Undecided } from '../model/finding.ts';
import type { Limits } from '../model/limits.ts';
import { printable } from '../model/printable.ts';
import type { Series } from '../model/snapshot.ts';
import type { Ports } from '../ports/index.ts';

/** No detector looks further back than this, so what is not known by then stays so. */
const longestMs = (limits: Limits) =>
  Math.max(0, ...detectors.map((each) => each.lookBackMs?.(limits) ?? 0));

/**
 * Looks on, tick by tick, for as long as one look cannot say whether something stands still. Without
 * it a plan would not know the very stall that it is meant to cure, and its twin would not have it.
 */
export async function lookOn(
  seen: Series,
  look: Look,
  limits: Limits,
  { clock, live, signal }: Pick<Ports, 'clock' | 'live' | 'signal'>,
): Promise<Series> {
  const follows = detectors.flatMap((each) => each.follows);
  const until = clock.now() + longestMs(limits);
  let series = seen;
  for (;;) {
    const undecided = undecidedIn(series, limits);
    const [open] = undecided;
    if (!open || clock.now() > until) return series;
    live.update(`looking until it is known: ${printable(open.what)} on ${open.node}`);
    await clock.sleep(limits.tickMs, signal);
    const needs = new Set([...follows, ...undecided.flatMap(({ asks }) => asks ?? [])]);
    series = [...series, await look(() => needs, false)];
  }
}

function undecidedIn(series: Series, limits: Limits): readonly Undecided[] {
  return detectAll(series, limits).flatMap(({ undecided }) => undecided ?? []);
}

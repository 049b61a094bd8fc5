import { isAtLeast, type Severity } from './finding.ts';
import type { LifeEvent, OpenFinding } from './finding-life.ts';
import type { Instant } from './instant.ts';
import type { FailingFinding, Watched, WatchSummary } from './watched.ts';

/** More than these are counted, and not named. */
const mostNamed = 200;
/** More than these are told as so many. Each is counted once, however often it opens. */
const mostCounted = 10_000;

/** Sums a watch up, look by look, in a size that does not grow with the looks. */
export interface WatchTale {
  add(watched: Watched): void;
  /** Undefined before the first look. */
  summary(): WatchSummary | undefined;
}

export function watchTale(failOn: Severity): WatchTale {
  const failing = new Map<string, Omit<FailingFinding, 'isOpen'>>();
  const unnamed = new Set<string>();
  let [opened, closed] = [0, 0];
  let from: Instant | undefined;
  let last: Watched | undefined;
  const countUnnamed = (key: string) => {
    if (unnamed.size < mostCounted) unnamed.add(key);
  };
  const note = ({ of }: LifeEvent, isOpening: boolean) => {
    if (!isAtLeast(of.severity, failOn)) return;
    const known = failing.get(of.key);
    if (!known && failing.size >= mostNamed) countUnnamed(of.key);
    else failing.set(of.key, noted(of, known, isOpening));
  };
  return {
    add(watched) {
      from ??= watched.at;
      last = watched;
      for (const event of watched.events) {
        if (event.kind === 'opened') opened += 1;
        if (event.kind === 'closed') closed += 1;
        if (event.kind === 'opened' || event.kind === 'changed')
          note(event, event.kind === 'opened');
      }
    },
    summary() {
      if (from === undefined || !last) return undefined;
      const open = new Set(last.lives.open.map(({ key }) => key));
      const named = [...failing.values()].map((one) => ({ ...one, isOpen: open.has(one.key) }));
      const { at: until, looks, missing, notJudged } = last;
      const counts = { looks, opened, closed, failingMore: unnamed.size };
      return { from, until, ...counts, failing: named, missing, notJudged };
    },
  };
}

function noted(
  { key, openedAt, worst }: OpenFinding,
  known: Omit<FailingFinding, 'isOpen'> | undefined,
  isOpening: boolean,
) {
  if (!known) return { key, worst, openedAt, times: 1 };
  const isWorse = isAtLeast(worst, known.worst);
  return {
    ...known,
    worst: isWorse ? worst : known.worst,
    times: known.times + (isOpening ? 1 : 0),
  };
}

import { looksOf, newestOf, riseOf, spanMs, type Look } from '../../model/series.ts';
import type { CpuLimit } from '../../model/readings.ts';
import type { Series } from '../../model/snapshot.ts';

/** How much the control group of a node held its process back over the looks. */
export interface Throttling {
  readonly limitCpus: number;
  readonly spanMs: number;
  /** In which it wanted to run. */
  readonly periods: number;
  readonly throttledPeriods: number;
  /** Added up over CPUs. */
  readonly throttledMs: number;
  /** Throttled periods at each look. */
  readonly samples: readonly Look<number>[];
}

/**
 * Of the group in which the process is now; undefined with fewer than two answers of it, or where it has no
 * limit.
 */
export function throttlingOf(series: Series, node: string): Throttling | undefined {
  const last = newestOf(series, node, 'cgroup');
  const limitCpus = last?.cpu?.limitCpus;
  if (limitCpus === undefined) return undefined;
  const inGroup = looksOf(series, node, 'cgroup').flatMap(({ at, value }) =>
    value.cpu && value.path === last?.path ? [{ at, value: value.cpu }] : [],
  );
  if (inGroup.length < 2) return undefined;
  const rise = (count: (cpu: CpuLimit) => number) => riseOf(counted(inGroup, count), 'left-out');
  return {
    limitCpus,
    spanMs: spanMs(inGroup),
    periods: rise(({ periods }) => periods),
    throttledPeriods: rise(({ throttledPeriods }) => throttledPeriods),
    throttledMs: rise(({ throttledMs }) => throttledMs),
    samples: counted(inGroup, ({ throttledPeriods }) => throttledPeriods),
  };
}

function counted(
  looks: readonly Look<CpuLimit>[],
  count: (cpu: CpuLimit) => number,
): readonly Look<number>[] {
  return looks.map(({ at, value }) => ({ at, value: count(value) }));
}

/** Of fewer periods (10 s of work at the usual 100 ms) a share means little. */
const fewestPeriods = 100;

/** Of the periods in which the process wanted to run; undefined: it hardly ran. */
export function throttledShare(throttling: Throttling | undefined): number | undefined {
  if (!throttling || throttling.periods < fewestPeriods) return undefined;
  return throttling.throttledPeriods / throttling.periods;
}

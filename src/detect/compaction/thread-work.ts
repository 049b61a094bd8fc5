import type { CompactionThreads } from '../../model/readings.ts';
import { looksOf, spanMs, type Look } from '../../model/series.ts';
import type { Series } from '../../model/snapshot.ts';

/** What the compaction threads of a node did over a time. */
export interface ThreadWork {
  readonly overMs: number;
  /** CPU time of all compaction threads, as a share of one CPU. */
  readonly share: number;
  /** Threads that did any work worth naming: one that moves a task now and then is among them. */
  readonly busy: number;
  /** `S S D`: their states at the last look. */
  readonly states: string;
  readonly samples: readonly Look<number>[];
}

/** Of one CPU; a thread that waits uses none at all. */
const busyShare = 0.002;

/**
 * Undefined without thread looks over at least half of the time since `from`, and when no thread
 * of the executor was found. Threads that began
 * since then count with all their time.
 */
export function threadWork(
  series: Series,
  node: string,
  from: Look<unknown>,
  to: Look<unknown>,
): ThreadWork | undefined {
  const looks = looksOf(series, node, 'compaction-threads').filter((one) => one.at >= from.at);
  const first = looks[0];
  const last = looks.at(-1);
  if (!first || !last || first === last || last.value.threads.length === 0) return undefined;
  const overMs = spanMs([first, last]);
  if (overMs * 2 < spanMs([from, to])) return undefined;
  const shares = cpuDeltasNs(first.value, last.value).map((ns) => ns / (overMs * 1e6));
  return {
    overMs,
    share: shares.reduce((sum, one) => sum + one, 0),
    busy: shares.filter((share) => share > busyShare).length,
    states: last.value.threads.map((one) => one.state).join(' '),
    samples: looks.map(({ at, value }) => ({ at, value: totalCpuMs(value) })),
  };
}

function cpuDeltasNs(before: CompactionThreads, after: CompactionThreads): readonly number[] {
  return after.threads.map((thread) => {
    const earlier = before.threads.find((one) => one.tid === thread.tid);
    return Math.max(0, thread.cpuNs - (earlier?.cpuNs ?? 0));
  });
}

function totalCpuMs(threads: CompactionThreads): number {
  return Math.round(threads.threads.reduce((sum, one) => sum + one.cpuNs, 0) / 1e6);
}

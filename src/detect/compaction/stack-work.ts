import type { Evidence } from '../../model/finding.ts';
import type { Instant } from '../../model/instant.ts';
import type { Limits } from '../../model/limits.ts';
import type { CompactionStacks } from '../../model/readings.ts';
import { latestOf, looksOf, type Look } from '../../model/series.ts';
import type { Series } from '../../model/snapshot.ts';
import type { NodeCompactions } from './node-compactions.ts';

type Thread = CompactionStacks['threads'][number];

/** What the stacks of a node's compaction threads showed over a time. */
export type StackWork = StacksSeen | { readonly kind: 'unseen'; readonly why: string };

export interface StacksSeen {
  readonly kind: 'seen';
  readonly looks: number;
  /** Looks at which a thread waited for the throttle. */
  readonly throttledLooks: number;
  /** Since the newest of those, in ms; undefined: it never did. */
  readonly throttledAgoMs: number | undefined;
  /** Those that are at work, at the newest look. */
  readonly threads: readonly Thread[];
  /** Of those the ones at the same place for the time that makes a stall, and not for the throttle. */
  readonly still: readonly Thread[];
}

/** Since `from`, of the looks at which stacks were asked for. What stands still is judged by the last `stallAfterMs`. */
export function stackWork(
  series: Series,
  node: string,
  from: Instant,
  { stallAfterMs }: Pick<Limits, 'stallAfterMs'>,
): StackWork {
  const looks = looksOf(series, node, 'compaction-stacks').filter(({ at }) => at >= from);
  const last = looks.at(-1);
  if (!last) return { kind: 'unseen', why: whyUnseen(series, node) };
  const throttled = looks.filter(({ value }) => value.threads.some(isThrottled));
  const lastThrottled = throttled.at(-1);
  const threads = last.value.threads.filter(isAtWork);
  // A thread may have worked before it hung.
  const recent = looks.filter(({ at }) => at >= last.at - stallAfterMs);
  return {
    kind: 'seen',
    looks: looks.length,
    throttledLooks: throttled.length,
    throttledAgoMs: lastThrottled && (series.at(-1)?.at ?? last.at) - lastThrottled.at,
    threads,
    still: threads.filter((thread) => !isThrottled(thread) && standsStill(thread, recent)),
  };
}

/**
 * True when the throttle was waited for within the time that makes a stall, and no other thread
 * stands still: which thread works for which task, stacks do not tell.
 */
export function isHeld(stacks: StackWork, { limits }: NodeCompactions): stacks is StacksSeen {
  if (stacks.kind === 'unseen' || stacks.throttledAgoMs === undefined) return false;
  return stacks.throttledAgoMs < limits.stallAfterMs && stacks.still.length === 0;
}

/** More would not help: what holds one thread holds the others. */
const mostThreads = 4;
const mostShownFrames = 8;

export function stackEvidence(stacks: StackWork): readonly Evidence[] {
  const what = 'stacks of the compaction threads';
  if (stacks.kind === 'unseen') return [{ what, value: `not seen: ${stacks.why}` }];
  const { threads, looks, still } = stacks;
  if (threads.length === 0) return [{ what, value: 'none is at work' }];
  return [
    ...threads.slice(0, mostThreads).map(({ name, state, frames }) => ({
      what: `stack of ${name}, ${state}`,
      value: frames.slice(0, mostShownFrames).join(' < '),
    })),
    { what: 'threads at the same place all the time', value: still.length },
    { what: 'looks at stacks', value: looks },
  ];
}

function whyUnseen(series: Series, node: string): string {
  const latest = latestOf(series, node, 'compaction-stacks');
  return latest?.kind === 'missing' ? latest.detail : 'they were not asked for';
}

/** Idle threads of a pool wait there for a task. */
function isAtWork({ frames }: Thread): boolean {
  return !frames.includes('java.util.concurrent.ThreadPoolExecutor.getTask');
}

/** Guava's limiter, behind which every compaction waits for the throttle (2.1 to 5.0). */
function isThrottled({ frames }: Thread): boolean {
  return frames.some((frame) => frame.endsWith('.RateLimiter.acquire'));
}

function standsStill(thread: Thread, looks: readonly Look<CompactionStacks>[]): boolean {
  const place = thread.frames.join();
  return looks.every(({ value }) =>
    value.threads.some(({ name, frames }) => name === thread.name && frames.join() === place),
  );
}

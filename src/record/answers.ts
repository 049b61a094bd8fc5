import { groupBy } from '../model/group-by.ts';
import type { Clock } from '../ports/clock.ts';
import type { Asked } from './format.ts';

/** The answers to each question, one after the other; undefined when there are no more. */
export interface AnswerQueues<A> {
  next(key: string): A | undefined;
  last(key: string): A | undefined;
}

export function answerQueues<A>(
  answers: readonly A[],
  keyOf: (answer: A) => string,
): AnswerQueues<A> {
  const queues = groupBy(answers, keyOf);
  const given = new Map<string, number>();
  return {
    next(key) {
      const at = given.get(key) ?? 0;
      given.set(key, at + 1);
      return queues.get(key)?.[at];
    },
    last: (key) => queues.get(key)?.at(-1),
  };
}

/** No answer comes sooner than it came. */
export async function comeTo({ at, ms }: Asked, clock: Clock, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const leftMs = at + ms - clock.now();
  if (leftMs > 0) await clock.sleep(leftMs, signal);
}

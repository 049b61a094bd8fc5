import { onceForEach } from '../model/once-for-each.ts';
import type { Seen } from '../model/seen.ts';
import { missing, timeLeftMs, type CollectContext, type NodeContext } from './context.ts';

/**
 * Waits no longer than the deadline; what comes later is not looked at. The limit that a question has of its
 * own is kept by whoever asks it, from when it is asked. Throws the signal's reason.
 */
export async function byDeadline<T>(
  context: NodeContext,
  answer: Promise<Seen<T>>,
): Promise<Seen<T>> {
  return await orLate(context, answer, () =>
    missing(context, 'timed-out', 'no answer by the deadline'),
  );
}

/** What the work comes to, or at the deadline what `late` says. Throws the signal's reason when that fires meanwhile. */
export async function orLate<T>(
  context: CollectContext,
  work: Promise<T>,
  late: () => T,
): Promise<T> {
  const { fired, leave } = whenFired(context.signal);
  const limitMs = timeLeftMs(context, Infinity);
  try {
    if (limitMs === Infinity) return await Promise.race([work, fired]);
    const done = new AbortController();
    const sleep = context.ports.clock.sleep(limitMs, done.signal).catch(() => undefined);
    return await Promise.race([work, fired, sleep.then(late)]).finally(() => {
      done.abort();
    });
  } finally {
    leave();
  }
}

/** One listener a signal: with one a question, a thousand nodes would cost more than their answers. */
const waitersOf = onceForEach((signal: AbortSignal) => {
  const waiters = new Set<() => void>();
  const onAbort = () => {
    for (const give of waiters) give();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  return waiters;
});

function whenFired(signal: AbortSignal) {
  const waiters = waitersOf(signal);
  let leave: () => void = () => undefined;
  const fired = new Promise<never>((_, reject) => {
    const give = () => {
      reject(signal.reason as Error);
    };
    waiters.add(give);
    leave = () => {
      waiters.delete(give);
    };
  });
  return { fired, leave };
}

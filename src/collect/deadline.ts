import type { Seen } from '../model/seen.ts';
import { missing, timeLeftMs, type NodeContext } from './context.ts';

/**
 * Waits no longer than the deadline; what comes later is not looked at. The limit that a question has of its
 * own is kept by whoever asks it, from when it is asked.
 */
export async function byDeadline<T>(
  context: NodeContext,
  answer: Promise<Seen<T>>,
): Promise<Seen<T>> {
  const limitMs = timeLeftMs(context, Number.POSITIVE_INFINITY);
  if (limitMs === Number.POSITIVE_INFINITY) return await answer;
  const done = new AbortController();
  const late = context.ports.clock.sleep(limitMs, done.signal).then(
    () => missing(context, 'timed-out', 'no answer by the deadline'),
    () => missing(context, 'timed-out', 'no longer waited for'),
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    done.abort();
  }
}

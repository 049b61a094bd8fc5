import type { Seen } from '../model/seen.ts';
import { missing, timeLeftMs, type NodeContext } from './context.ts';

/**
 * Waits no longer than the deadline; what comes later is not looked at. An answer that ends by
 * itself after `ownLimitMs`, with the deadline far off, needs no clock of its own.
 */
export async function byDeadline<T>(
  context: NodeContext,
  ownLimitMs: number,
  answer: Promise<Seen<T>>,
): Promise<Seen<T>> {
  const limitMs = timeLeftMs(context, Number.POSITIVE_INFINITY);
  if (limitMs > 2 * ownLimitMs) return await answer;
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

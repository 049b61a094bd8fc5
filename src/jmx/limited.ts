import type { Clock } from '../ports/clock.ts';
import { JmxError } from '../ports/jmx.ts';

/** The signal that fires after `timeoutMs`, or with the caller's; `done` frees the clock. */
export function limited(clock: Clock, timeoutMs: number, signal: AbortSignal) {
  const own = new AbortController();
  const done = new AbortController();
  void clock.sleep(timeoutMs, done.signal).then(
    () => {
      own.abort(new JmxError('timed-out', `no answer within ${timeoutMs} ms`));
    },
    () => undefined,
  );
  return {
    signal: AbortSignal.any([own.signal, signal]),
    done: () => {
      done.abort();
    },
  };
}

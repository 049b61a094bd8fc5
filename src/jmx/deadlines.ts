import type { Clock } from '../ports/clock.ts';
import { JmxError } from '../ports/jmx.ts';

/** The limits of a client's questions. */
export interface Deadlines {
  /** Fires after `timeoutMs`, or with the caller's signal; `done` when it need not any more. */
  readonly begin: (given: AbortSignal) => {
    readonly signal: AbortSignal;
    readonly done: () => void;
  };
  /** Ends all that is asked. */
  readonly endAll: (why: JmxError) => void;
  /** Lets the clock go, unless something is still waited for. */
  readonly rest: () => void;
}

interface Pending {
  readonly dueAt: number;
  readonly end: (why: JmxError) => void;
}

/**
 * One sleep for all questions, of which the oldest ends first: for a hundred at once a timer each costs
 * more than the answers.
 */
export function deadlines(clock: Clock, timeoutMs: number): Deadlines {
  const pending = new Set<Pending>();
  let sleeping: AbortController | undefined;
  const watch = async (mine: AbortController) => {
    for (let [first] = pending; first; [first] = pending) {
      // Only `rest` ends it before its time.
      await clock.sleep(Math.max(0, first.dueAt - clock.now()), mine.signal).catch(() => undefined);
      if (mine.signal.aborted) return;
      const late = [...pending].filter(({ dueAt }) => dueAt <= clock.now());
      for (const one of late)
        one.end(new JmxError('timed-out', `no answer within ${timeoutMs} ms`));
    }
    sleeping = undefined;
  };
  return {
    begin: (given) => {
      const own = new AbortController();
      const onAbort = () => {
        own.abort(given.reason);
      };
      const done = () => {
        pending.delete(mine);
        given.removeEventListener('abort', onAbort);
      };
      const mine: Pending = {
        dueAt: clock.now() + timeoutMs,
        end: (why) => {
          done();
          own.abort(why);
        },
      };
      if (given.aborted) onAbort();
      else given.addEventListener('abort', onAbort, { once: true });
      pending.add(mine);
      if (!sleeping) void watch((sleeping = new AbortController()));
      return { signal: own.signal, done };
    },
    endAll: (why) => {
      for (const one of pending) one.end(why);
    },
    rest: () => {
      if (pending.size > 0) return;
      sleeping?.abort();
      sleeping = undefined;
    },
  };
}

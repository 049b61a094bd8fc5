import type { Instant } from '../model/instant.ts';
import type { Clock } from '../ports/clock.ts';

export interface VirtualClock extends Clock {
  /** Time stands still until the work, which takes real time, is done. */
  readonly hold: <T>(work: Promise<T>) => Promise<T>;
}

interface Sleeper {
  readonly due: Instant;
  readonly order: number;
  readonly wake: () => void;
}

/**
 * Time that moves only when everybody sleeps: then it is the time of the first to wake. Those who wake
 * at the same time wake in the order in which they fell asleep, so a run has one order.
 */
export function virtualClock(start: Instant): VirtualClock {
  let now = start;
  let orders = 0;
  const afterPromises = callsAfterPromises();
  let isPumping = false;
  let held = 0;
  const sleepers: Sleeper[] = [];

  const startPumping = () => {
    if (isPumping) return;
    isPumping = true;
    setImmediate(pump);
  };
  const pump = () => {
    const next = held > 0 ? undefined : sleepers.shift();
    isPumping = next !== undefined;
    if (!next) return;
    now = Math.max(now, next.due);
    next.wake();
    // Whatever this one does now runs before the next one wakes.
    afterPromises(pump);
  };
  const fallAsleep = (ms: number, wake: () => void): Sleeper => {
    const sleeper = { due: now + Math.max(0, ms), order: (orders += 1), wake };
    put(sleepers, sleeper);
    startPumping();
    return sleeper;
  };
  return {
    now: () => now,
    sleep: (ms, signal) =>
      sleepUntil(
        (wake) => fallAsleep(ms, wake),
        (sleeper) => {
          remove(sleepers, sleeper);
        },
        signal,
      ),
    async hold(work) {
      held += 1;
      try {
        return await work;
      } finally {
        held -= 1;
        startPumping();
      }
    },
  };
}

/** Turns of the event loop, in which signals and files have their say, are dear: there is one in so many calls. */
const callsPerTurn = 32;

/** Calls back when no promise is left that could go on. */
function callsAfterPromises(): (call: () => void) => void {
  let calls = 0;
  return (call) => {
    calls += 1;
    if (calls % callsPerTurn === 0) setImmediate(call);
    // A tick that is asked for by the last of them comes behind all.
    else
      queueMicrotask(() => {
        process.nextTick(call);
      });
  };
}

/** Resolves when the sleeper is woken; rejects when the signal fires first. */
function sleepUntil(
  fallAsleep: (wake: () => void) => Sleeper,
  remove: (sleeper: Sleeper) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const sleeper = fallAsleep(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    const onAbort = () => {
      remove(sleeper);
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Kept in order of waking; few sleep at a time. */
function put(sleepers: Sleeper[], sleeper: Sleeper): void {
  let at = sleepers.length;
  while (at > 0 && isLater(sleepers[at - 1], sleeper)) at -= 1;
  sleepers.splice(at, 0, sleeper);
}

function isLater(one: Sleeper | undefined, other: Sleeper): boolean {
  return one !== undefined && (one.due - other.due || one.order - other.order) > 0;
}

function remove(sleepers: Sleeper[], sleeper: Sleeper): void {
  const at = sleepers.indexOf(sleeper);
  if (at >= 0) sleepers.splice(at, 1);
}

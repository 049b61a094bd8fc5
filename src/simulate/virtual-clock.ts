import type { Instant } from '../model/instant.ts';
import type { Clock } from '../ports/clock.ts';

export type VirtualClock = Clock;

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
  let isPumping = false;
  const sleepers: Sleeper[] = [];

  const pump = () => {
    const next = takeFirst(sleepers);
    if (!next) {
      isPumping = false;
      return;
    }
    now = Math.max(now, next.due);
    next.wake();
    // Whatever this one does now runs before the next one wakes.
    setImmediate(pump);
  };
  return {
    now: () => now,
    sleep(ms, signal) {
      return new Promise<void>((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason as Error);
          return;
        }
        const wake = () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        const sleeper = { due: now + Math.max(0, ms), order: (orders += 1), wake };
        const onAbort = () => {
          remove(sleepers, sleeper);
          reject(signal?.reason as Error);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        put(sleepers, sleeper);
        if (isPumping) return;
        isPumping = true;
        setImmediate(pump);
      });
    },
  };
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

function takeFirst(sleepers: Sleeper[]): Sleeper | undefined {
  return sleepers.shift();
}

function remove(sleepers: Sleeper[], sleeper: Sleeper): void {
  const at = sleepers.indexOf(sleeper);
  if (at >= 0) sleepers.splice(at, 1);
}

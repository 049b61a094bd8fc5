import type { Clock } from '../../src/ports/clock.ts';

export interface HeldClock extends Clock {
  pass(ms: number): void;
  /** How many sleep. */
  sleeping(): number;
}

/** Time stands still until a test lets it pass; a sleep ends when its time has come. */
export function heldClock(start = Date.UTC(2026, 0, 1)): HeldClock {
  let now = start;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    sleeping: () => sleepers.length,
    pass(ms) {
      now += ms;
      const due = sleepers.filter(({ at }) => at <= now);
      sleepers = sleepers.filter(({ at }) => at > now);
      for (const { wake } of due) wake();
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const mine = { at: now + ms, wake: resolve };
        sleepers.push(mine);
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((one) => one !== mine);
          reject(signal.reason as Error);
        });
      }),
  };
}

/** Lets everything run that waits for no time. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

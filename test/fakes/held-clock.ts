import type { Clock } from '../../src/ports/clock.ts';

/** Time stands still until a test lets it pass; a sleep ends when its time has come. */
export function heldClock(start = Date.UTC(2026, 0, 1)): Clock & { pass(ms: number): void } {
  let now = start;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    pass(ms) {
      now += ms;
      const due = sleepers.filter(({ at }) => at <= now);
      sleepers = sleepers.filter(({ at }) => at > now);
      for (const { wake } of due) wake();
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        sleepers.push({ at: now + ms, wake: resolve });
        signal?.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      }),
  };
}

/** Lets everything run that waits for no time. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

import type { Clock } from '../../src/ports/clock.ts';

/** A clock that is set in the middle; who sleeps is woken neither sooner nor later. */
export function jumpingClock(clock: Clock): Clock & { jump(ms: number): void } {
  let offsetMs = 0;
  return {
    now: () => clock.now() + offsetMs,
    sleep: (ms, signal) => clock.sleep(ms, signal),
    jump: (ms) => void (offsetMs += ms),
  };
}

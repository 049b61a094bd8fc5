import type { Instant } from '../model/instant.ts';
import type { Clock } from '../ports/clock.ts';

/** How the time of a simulated cluster goes by the time of the machine. */
export interface Pace {
  /** Simulated ms in a real one. */
  readonly factor: number;
  /** The same instant on both clocks. */
  readonly realAt: Instant;
  readonly simulatedAt: Instant;
}

/** Time that passes `factor` times as fast as on `real`: the same for every process that knows the pace. */
export function pacedClock({ factor, realAt, simulatedAt }: Pace, real: Clock): Clock {
  const now = () => simulatedAt + Math.floor(Math.max(0, real.now() - realAt) * factor);
  return {
    now,
    async sleep(ms, signal) {
      const due = now() + ms;
      do {
        await real.sleep(Math.max(0, due - now()) / factor, signal);
        // Timers may fire a moment early, and a moment is long here.
      } while (now() < due);
    },
  };
}

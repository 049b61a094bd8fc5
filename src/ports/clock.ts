import type { Instant } from '../model/instant.ts';

/** Time as a port, so that a three-hour roll takes milliseconds in a test. */
export interface Clock {
  /** Time in ms since 1970. Never goes back, nor jumps when the machine's clock is set. */
  now(): Instant;
  /** Resolves after `ms`; rejects with `signal.reason` when the signal fires first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

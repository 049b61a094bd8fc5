import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../ports/clock.ts';

/**
 * The wall clock as it was when the process began, and the time since: a clock that is set in the
 * middle of a roll would end its waits too soon, or never.
 */
export const systemClock: Clock = {
  now: () => Math.floor(performance.timeOrigin + performance.now()),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      await wait(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};

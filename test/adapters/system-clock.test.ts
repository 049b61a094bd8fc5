import { expect, test, vi } from 'vitest';
import { systemClock } from '../../src/adapters/system-clock.ts';

const ten = 10 * 60_000;

test('sleep ends after its time', async () => {
  const begun = systemClock.now();
  await systemClock.sleep(20);
  expect(systemClock.now() - begun).toBeGreaterThanOrEqual(19);
});

test('sleep ends with the reason of the signal, before or while it sleeps', async () => {
  const reason = new Error('Ctrl-C');
  await expect(systemClock.sleep(ten, AbortSignal.abort(reason))).rejects.toBe(reason);
  const stop = new AbortController();
  const sleeping = systemClock.sleep(ten, stop.signal);
  stop.abort(reason);
  await expect(sleeping).rejects.toBe(reason);
});

test('a machine whose clock is set does not move the time of the process', () => {
  const begun = systemClock.now();
  const set = vi.spyOn(Date, 'now').mockReturnValue(begun + 3_600_000);
  expect(systemClock.now() - begun).toBeLessThan(60_000);
  set.mockRestore();
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(60_000);
});

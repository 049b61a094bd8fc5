import { expect, test } from 'vitest';
import { atFixedRate } from '../../src/collect/fixed-rate.ts';
import { heldClock, settled } from '../fakes/held-clock.ts';

const never = new AbortController().signal;

function paced(given: { mostWaiting?: number; forMs?: number } = {}, signal = never) {
  const clock = heldClock(0);
  const begun: (readonly [at: number, dueAt: number])[] = [];
  const ends: (() => void)[] = [];
  const pace = { ratePerSecond: 10, forMs: 1_000, from: 0, mostWaiting: 100, ...given };
  const turn = (_: number, dueAt: number) => {
    begun.push([clock.now(), dueAt]);
    return new Promise<void>((resolve) => void ends.push(resolve));
  };
  const done = atFixedRate(pace, turn, clock, signal);
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 50) {
      clock.pass(50);
      await settled();
    }
  };
  const endAll = () => {
    for (const end of ends.splice(0)) end();
  };
  return { begun, done, pass, endAll, clock };
}

test('a turn that does not end puts no other off, and all are waited for', async () => {
  const { begun, done, pass, endAll } = paced();
  await settled();
  await pass(1_000);
  expect(begun).toHaveLength(10);
  expect(begun.every(([at, dueAt]) => at === dueAt)).toBe(true);
  const ended = await Promise.race([done.then(() => true), settled().then(() => false)]);
  expect(ended).toBe(false);
  endAll();
  expect(await done).toBe(0);
});

test('no more than so many wait; the others are counted', async () => {
  const { begun, done, pass, endAll } = paced({ mostWaiting: 3 });
  await settled();
  await pass(1_000);
  expect(begun).toHaveLength(3);
  endAll();
  expect(await done).toBe(7);
});

test('after a standstill the missed turns come at once, and know when they were due', async () => {
  const { begun, done, clock, endAll } = paced();
  await settled();
  clock.pass(400);
  await settled();
  expect(begun.map(([, dueAt]) => dueAt)).toEqual([0, 100, 200, 300, 400]);
  expect(begun.map(([at]) => at)).toEqual([0, 400, 400, 400, 400]);
  clock.pass(5_000);
  await settled();
  endAll();
  expect(await done).toBe(0);
});

test('a signal ends it without an error', async () => {
  const stopping = new AbortController();
  const { begun, done, pass, endAll } = paced({}, stopping.signal);
  await settled();
  await pass(200);
  stopping.abort();
  await settled();
  endAll();
  expect(await done).toBe(0);
  expect(begun).toHaveLength(3);
});

test('what a turn throws ends it all', async () => {
  const clock = heldClock(0);
  let turns = 0;
  const pace = { ratePerSecond: 10, forMs: 1_000, from: 0, mostWaiting: 5 };
  const turn = () => {
    turns += 1;
    return Promise.reject(new Error('a bug'));
  };
  await expect(atFixedRate(pace, turn, clock, never)).rejects.toThrow('a bug');
  expect(turns).toBe(1);
});

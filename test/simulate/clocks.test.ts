import { expect, test } from 'vitest';
import { pacedClock } from '../../src/simulate/paced-clock.ts';
import { virtualClock } from '../../src/simulate/virtual-clock.ts';
import { instantFiles } from '../../src/simulate/instant-files.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

test('a paced clock goes as many times as fast as the real one, from the same instant', async () => {
  const real = fakeClock(1_000);
  const clock = pacedClock({ factor: 60, realAt: 500, simulatedAt: 9_000 }, real);
  expect(clock.now()).toBe(9_000 + 500 * 60);
  await clock.sleep(60_000);
  expect(real.now()).toBe(2_000);
  expect(clock.now()).toBe(9_000 + 1_500 * 60);
});

test('two processes that know the pace read the same time', () => {
  const pace = { factor: 60, realAt: 500, simulatedAt: 9_000 };
  const real = fakeClock(1_000);
  expect(pacedClock(pace, real).now()).toBe(pacedClock({ ...pace }, real).now());
});

test('a sleeper is not woken before its time by a timer that fires early', async () => {
  const real = fakeClock(1_000);
  const early = { ...real, sleep: (ms: number) => real.sleep(Math.max(0.25, ms / 2)) };
  const clock = pacedClock({ factor: 10, realAt: 1_000, simulatedAt: 0 }, early);
  await clock.sleep(100);
  expect(clock.now()).toBeGreaterThanOrEqual(100);
});

test('a machine whose clock was set back does not send the simulated time back before its beginning', () => {
  const clock = pacedClock({ factor: 60, realAt: 5_000, simulatedAt: 9_000 }, fakeClock(1_000));
  expect(clock.now()).toBe(9_000);
});

test('a signal ends a paced sleep', async () => {
  const ending = new AbortController();
  ending.abort(new Error('enough'));
  const clock = pacedClock({ factor: 60, realAt: 0, simulatedAt: 0 }, fakeClock(0));
  await expect(clock.sleep(1_000, ending.signal)).rejects.toThrow('enough');
});

test('virtual time stands still while real work is done, and goes on after it', async () => {
  const clock = virtualClock(0);
  const order: string[] = [];
  const slow = new Promise<void>((resolve) => {
    let turns = 20;
    const turn = () => {
      turns -= 1;
      if (turns === 0) resolve();
      else setImmediate(turn);
    };
    turn();
  });
  const other = clock.sleep(1_000).then(() => order.push(`woken at ${clock.now()}`));
  await clock.hold(slow);
  order.push(`work done at ${clock.now()}`);
  await other;
  expect(order).toEqual(['work done at 0', 'woken at 1000']);
});

test('files of a virtual clock do what the files behind them do, and their errors stay errors', async () => {
  const behind = memoryFiles({ '/a': 'one' });
  const files = instantFiles(behind, virtualClock(0));
  expect(await files.readText('/a')).toBe('one');
  await files.writeText('/b', 'two', 0o644);
  expect(behind.modeOf('/b')).toBe(0o644);
  expect(await files.createExclusive('/a', 'three')).toBe(false);
  const journal = await files.openAppend('/c');
  await journal.append('four');
  await journal.close();
  expect(behind.textOf('/c')).toBe('four');
  await files.rename('/c', '/d');
  expect(await files.exists('/c')).toBe(false);
  await files.makeFolder('/e');
  expect(await files.list('/')).toContain('e');
  await files.link('/a', '/l');
  expect(await files.readLink('/l')).toBe('/a');
  await files.remove('/d');
  expect(await files.exists('/d')).toBe(false);
  behind.failOn(/b/);
  await expect(files.writeText('/b', 'x')).rejects.toThrow('ENOSPC');
});

test('what one does when it wakes runs to its end before the next one wakes', async () => {
  const clock = virtualClock(0);
  const order: string[] = [];
  const sleeper = async (name: string) => {
    await clock.sleep(1_000);
    for (let step = 0; step < 50; step += 1) await Promise.resolve();
    order.push(name);
  };
  const names = Array.from({ length: 70 }, (_, index) => `sleeper ${index}`);
  await Promise.all(names.map(sleeper));
  expect(order).toEqual(names);
});

test('signals and files have their turn while virtual time runs', async () => {
  const clock = virtualClock(0);
  let turnAt: number | undefined;
  for (let slept = 0; slept < 100; slept += 1) {
    const turn = () => (turnAt = slept);
    if (slept === 10) setImmediate(turn);
    await clock.sleep(10);
  }
  expect(turnAt).toBeLessThan(100);
});

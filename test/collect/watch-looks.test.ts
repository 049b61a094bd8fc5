import { expect, test } from 'vitest';
import { watchLooks, type WatchSources } from '../../src/collect/watch-looks.ts';
import { jumpingClock } from '../fakes/jumping-clock.ts';
import { node, world } from './world.ts';

const nodes = [node('127.0.1.1')];
const sources: WatchSources = {
  follows: new Set(['sstable-tasks', 'client-view']),
  ends: new Set(['tpstats']),
  needs: new Set(['status', 'tpstats']),
};

/** Seconds of the looks with what was asked at each, until as many were made. */
async function looked(most: number, forMs = Infinity, jumpAfter = Infinity, jumpMs = 3_600_000) {
  const { context } = world({ limits: { tickMs: 10_000 } });
  const clock = jumpingClock(context.ports.clock);
  const ports = { ...context.ports, clock };
  const start = clock.now();
  const seen: { second: number; isWhole: boolean; asked: readonly string[] }[] = [];
  for await (const { look, isWhole } of watchLooks(nodes, sources, forMs, { ...context, ports })) {
    const asked = Object.keys(look.nodes[0]?.sources ?? {}).sort();
    seen.push({ second: Math.round((look.at - start) / 10_000) * 10, isWhole, asked });
    if (seen.length === jumpAfter) clock.jump(jumpMs);
    if (seen.length >= most) break;
  }
  return seen;
}

const everything = ['client-view', 'sstable-tasks', 'status', 'tpstats'];

test('what changes fast is asked at every look, the rest once a minute or every five', async () => {
  const seen = await looked(32);
  expect(seen.filter(({ isWhole }) => isWhole).map(({ second }) => second)).toEqual([0, 300]);
  expect(seen[0]?.asked).toEqual(everything);
  expect(seen[1]?.asked).toEqual(['client-view', 'sstable-tasks']);
  const minutely = seen.filter(({ asked }) => asked.includes('tpstats'));
  expect(minutely.map(({ second }) => second)).toEqual([0, 60, 120, 180, 240, 300]);
});

test('after a gap everything is asked', async () => {
  const seen = await looked(6, Infinity, 3);
  expect(seen.map(({ isWhole }) => isWhole)).toEqual([true, false, false, true, false, false]);
});

test('a look that takes long to be judged leaves no gap', async () => {
  const seen = await looked(6, Infinity, 3, 60_000);
  expect(seen.map(({ isWhole }) => isWhole)).toEqual([true, false, false, false, false, false]);
});

test('ends when the time is over, with a look then', async () => {
  expect((await looked(99, 25_000)).map(({ second }) => second)).toEqual([0, 10, 20, 30]);
  expect(await looked(99, 0)).toHaveLength(1);
});

test('the signal ends it, and its reads', async () => {
  const { context, stop, cql } = world({ limits: { tickMs: 10_000 } });
  const looking = (async () => {
    for await (const look of watchLooks(nodes, sources, Infinity, context)) {
      expect(look.isWhole).toBe(true);
      stop.abort(new Error('interrupted'));
    }
  })();
  await expect(looking).rejects.toThrow('interrupted');
  const { length } = cql.requests;
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(cql.requests).toHaveLength(length);
});

import { expect, test } from 'vitest';
import { lookOn } from '../../src/cli/look-on.ts';
import type { Needs } from '../../src/execute/asked.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { look as lookAt, start, type Answers } from '../detect/series-builder.ts';
import { calm, node } from '../detect/stalled-series.ts';
import { fakeClock } from '../fakes/fake-clock.ts';

const time = '2026-11-24 18:59:55,000';
const failed = {
  ...{ level: 'ERROR' as const, thread: 'CompactionExecutor:1', time },
  message: 'Exception in thread Thread[CompactionExecutor:1,5,CompactionExecutor]',
  exceptions: ['java.lang.RuntimeException: Not enough space for compaction'],
};

/** Looks on from a first look at a node whose log tells of a compaction that failed. */
async function lookedOn(
  entries: readonly (typeof failed)[],
  abortedAt: (second: number) => number,
) {
  const clock = fakeClock(start);
  const said: string[] = [];
  const asked: ReadonlySet<string>[] = [];
  const answersNow = (): Answers => {
    const second = (clock.now() - start) / 1_000;
    return calm({
      'aborted-compactions': { aborted: abortedAt(second), reduced: 0 },
      log: { entries, newestTime: time, gone: [] },
    });
  };
  const look = (needs: Needs) => {
    asked.push(needs(node));
    return Promise.resolve(lookAt((clock.now() - start) / 1_000, { [node]: answersNow() }));
  };
  const live = {
    update: (text: string) => void said.push(text),
    stop: () => undefined,
    clear: () => undefined,
  };
  const { signal } = new AbortController();
  const first = lookAt(0, { [node]: answersNow() });
  const series = await lookOn([first], look, productionLimits, { clock, live, signal });
  return { seconds: ((series.at(-1)?.at ?? 0) - start) / 1_000, said, asked };
}

test('a compaction that failed a moment ago is looked at until it fails again', async () => {
  const { seconds, said, asked } = await lookedOn([failed], (second) => (second < 40 ? 3 : 4));
  expect(seconds).toBe(40);
  expect(said[0]).toBe(
    `looking until it is known: a compaction failed at 2026-11-24 18:59:55 for want of space on ${node}`,
  );
  expect([...(asked[0] ?? [])]).toEqual(expect.arrayContaining(['aborted-compactions', 'log']));
});

test('or until it had the time to', async () => {
  expect((await lookedOn([failed], () => 3)).seconds).toBe(70);
});

test('with nothing open one look is enough', async () => {
  expect(await lookedOn([], () => 3)).toEqual({ seconds: 0, said: [], asked: [] });
});

import { expect, test } from 'vitest';
import { cpuThrottling } from '../../src/detect/cpu-throttling.ts';
import { heldBackClients } from '../../src/detect/held-back-clients.ts';
import { memoryLimit } from '../../src/detect/memory-limit.ts';
import { noHistory, seriesOf, withLook } from '../../src/execute/look-history.ts';
import type { Detector } from '../../src/model/detector.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { controlGroup, info, look, type Answers } from '../detect/series-builder.ts';

const node = '10.0.0.1';

/**
 * Looks of a roll, `everySeconds` apart, at a node that has always been ill until second 0: at which seconds it
 * is found. What counters said before the first look is history.
 */
function foundAt(
  detector: Detector,
  everySeconds: number,
  answers: (second: number) => Answers,
): readonly number[] {
  let history = noHistory;
  const seconds = Array.from(
    { length: Math.floor(300 / everySeconds) },
    (_, i) => i * everySeconds,
  );
  return seconds.filter((second) => {
    const newest = look(second, {
      [node]: { info: info({ uptimeSeconds: 9_000 }), ...answers(second) },
    });
    const backMs = detector.lookBackMs?.(productionLimits);
    const { findings } = detector.detect(
      seriesOf(history, newest, () => undefined)(backMs),
      productionLimits,
    );
    history = withLook(history, newest, [detector], productionLimits);
    return findings.length > 0;
  });
}

/** A counter that has stood at 500 for long, and rises by this a second between two seconds. */
const risen = (second: number, from: number, to: number, perSecond: number) =>
  500 + perSecond * (Math.min(Math.max(second, from), to) - from);

const throttled = (from: number, to: number) => (second: number) => ({
  cgroup: controlGroup({
    limitCpus: 1,
    periods: 5_000 + 10 * second,
    throttledPeriods: risen(second, from, to, 9),
  }),
});

const full = (from: number, to: number) => (second: number) => ({
  cgroup: controlGroup(
    {},
    {
      ...{ limitBytes: 1_000, usedBytes: 990, cacheBytes: 10 },
      limitHits: risen(second, from, to, 1),
    },
  ),
});

const refusing = (from: number, to: number) => (second: number) => ({
  'client-load': {
    ...{ connections: 3, pauses: 0, timedOutInQueue: 0 },
    discarded: risen(second, from, to, 1),
  },
});

const cases = [
  ['cpu-throttling', cpuThrottling, throttled],
  ['memory-limit', memoryLimit, full],
  ['held-back-clients', heldBackClients, refusing],
] as const;

test.each(cases)(
  '%s: what was over before the first look of a roll holds nothing',
  (_, detector, ill) => {
    for (const every of [5, 60]) expect(foundAt(detector, every, ill(-600, 0))).toEqual([]);
  },
);

test.each(cases)(
  '%s: what goes on is found by looks seconds and a minute apart',
  (_, detector, ill) => {
    for (const every of [5, 60]) {
      const found = foundAt(detector, every, ill(0, 300));
      expect(found[0]).toBeLessThanOrEqual(75);
      expect(found).toEqual(Array.from(found, (_each, i) => (found[0] ?? 0) + i * every));
      expect(found.at(-1)).toBe(300 - every);
    }
  },
);

test.each(cases)(
  '%s: a look seconds later does not take it back, one minutes later does',
  (_, detector, ill) => {
    const found = foundAt(detector, 5, ill(60, 150));
    expect(found).toContain(150);
    expect(found).toContain(170);
    expect(found.at(-1)).toBeLessThanOrEqual(240);
  },
);

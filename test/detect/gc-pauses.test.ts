import { expect, test } from 'vitest';
import { gcPauses } from '../../src/detect/gc-pauses.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { failed, info, looks, type Answers } from './series-builder.ts';

const node = '10.0.0.1';

function detect(seconds: number, answer: (second: number) => Answers) {
  const series = looks(seconds, 10, (second) => ({ [node]: { info: info(), ...answer(second) } }));
  return gcPauses.detect(series, productionLimits);
}

/** A collector after so many collections of so long. */
function collector(collections: number, eachMs: number, name = 'G1 Young Generation'): Answers {
  return {
    'garbage-collection': {
      collectors: [{ name, collections, timeMs: collections * eachMs }],
    },
  };
}

test('short collections now and then are healthy', () => {
  expect(detect(60, (second) => collector(second, 60))).toEqual({
    detector: 'gc-pauses',
    findings: [],
    missing: [],
  });
});

test.each([
  ['every second 150 ms', 1, 150, 'warning', '15 %', '150 ms'],
  ['a long one now and then', 0.1, 600, 'warning', '6 %', '600 ms'],
  ['hardly anything else', 2, 300, 'critical', '60 %', '300 ms'],
])('%s is told', (_, perSecond, eachMs, severity, share, pause) => {
  const { findings } = detect(60, (second) => collector(second * perSecond, eachMs));
  expect(findings).toMatchObject([
    {
      severity,
      node,
      summary: `stood still for ${share} of the time to collect garbage, ${pause} at a time`,
    },
  ]);
  expect(findings[0]?.evidence).toContainEqual({ what: 'heap used', value: 100, unit: 'MiB' });
});

test.each(['ConcurrentMarkSweep', 'G1 Concurrent GC', 'ZGC Major Cycles', 'Shenandoah Cycles'])(
  '%s works beside the program',
  (name) => {
    expect(detect(60, (second) => collector(second, 900, name)).findings).toEqual([]);
  },
);

test('one long collection is what a collector may do', () => {
  const once = (second: number) => collector(second >= 30 ? 1 : 0, 500);
  expect(detect(60, once).findings).toEqual([]);
});

test('what a new process collected is not added to that of the old one', () => {
  const counts = [500, 1, 2, 3];
  const of = (second: number) => collector(counts[second / 10] ?? 0, 390);
  expect(detect(30, of).findings).toEqual([]);
});

test('a few seconds are too short for a share, one look for anything', () => {
  expect(detect(10, (second) => collector(second, 300)).findings).toEqual([]);
  expect(detect(0, () => collector(5, 300))).toMatchObject({ notJudged: 'needs --for 30s' });
});

test('an answer that did not come is missing', () => {
  expect(detect(60, () => ({ 'garbage-collection': failed('timed-out') })).missing).toMatchObject([
    { node, source: 'garbage-collection', why: 'timed-out' },
  ]);
});

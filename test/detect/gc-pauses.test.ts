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
      summary: `stood still for ${share} of the time to collect garbage, ${pause} a collection of G1 Young Generation`,
    },
  ]);
  expect(findings[0]?.evidence).toContainEqual({ what: 'heap used', value: 100, unit: 'MiB' });
});

test.each(['ZGC Cycles', 'ZGC Major Cycles', 'Shenandoah Cycles'])(
  '%s works beside the program',
  (name) => {
    expect(detect(60, (second) => collector(second, 900, name)).findings).toEqual([]);
  },
);

function byName(counts: Readonly<Record<string, readonly [number, number]>>): Answers {
  const collectors = Object.entries(counts).map(([name, [collections, timeMs]]) => ({
    ...{ name, collections, timeMs },
  }));
  return { 'garbage-collection': { collectors } };
}

test('full collections after concurrent mode failures are told, and that the heap is full', () => {
  // As measured on JDK 8: 36 failures in 10 s, in which the JVM's own log has it stopped for 9.7 s.
  const { findings } = detect(60, (second) =>
    byName({ ParNew: [second * 8, 340], ConcurrentMarkSweep: [second * 7.5, second * 935.2] }),
  );
  expect(findings).toMatchObject([
    {
      severity: 'critical',
      summary:
        'stood still for 93.5 % of the time to collect garbage, 124.7 ms a collection of ConcurrentMarkSweep',
      causes: [{ id: 'full-heap', confidence: 'likely' }],
    },
  ]);
});

test('cycles of ConcurrentMarkSweep that keep up are healthy', () => {
  // As measured on JDK 8: 15 cycles in 8 s, 10 ms a pause, beside 3 s of concurrent work that is not counted.
  const { findings } = detect(60, (second) =>
    byName({ ParNew: [second, second * 33], ConcurrentMarkSweep: [second * 2, second * 40] }),
  );
  expect(findings).toEqual([]);
});

test('a few long collections are told beside many short ones', () => {
  const { findings } = detect(60, (second) =>
    byName({
      ParNew: [second * 5, second * 20],
      ConcurrentMarkSweep: [Math.floor(second / 20), Math.floor(second / 20) * 900],
    }),
  );
  expect(findings).toMatchObject([
    {
      severity: 'warning',
      summary: expect.stringContaining('900 ms a collection of Conc') as string,
    },
  ]);
});

test('remarks and cleanups of G1 are pauses', () => {
  const { findings } = detect(60, (second) =>
    byName({ 'G1 Young Generation': [second, 0], 'G1 Concurrent GC': [second, second * 120] }),
  );
  expect(findings).toMatchObject([{ severity: 'warning', causes: [] }]);
});

test('a node that came back with another collector is judged by what that one counts', () => {
  const { findings } = detect(60, (second) =>
    second < 30
      ? byName({ ParNew: [second, second * 20] })
      : byName({ 'G1 Young Generation': [second, (second - 30) * 700] }),
  );
  expect(findings).toMatchObject([
    { summary: expect.stringContaining('of G1 Young Generation') as string },
  ]);
});

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
  expect(detect(10, (second) => collector(second, 300))).toMatchObject({
    findings: [],
    notJudged: 'needs --for 30s',
  });
  expect(detect(0, () => collector(5, 300))).toMatchObject({ notJudged: 'needs --for 30s' });
});

test('an answer that did not come is missing', () => {
  expect(detect(60, () => ({ 'garbage-collection': failed('timed-out') })).missing).toMatchObject([
    { node, source: 'garbage-collection', why: 'timed-out' },
  ]);
});

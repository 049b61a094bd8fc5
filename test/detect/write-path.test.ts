import { expect, test } from 'vitest';
import { writePath } from '../../src/detect/write-path.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { failed, looks, type Answers } from './series-builder.ts';

const node = '10.0.0.1';

function detect(seconds: number, answer: (second: number) => Answers) {
  const series = looks(seconds, 10, (second) => ({ [node]: answer(second) }));
  return writePath.detect(series, productionLimits);
}

function waits(change: object): Answers {
  return {
    'write-path': {
      commitWaits: 40,
      commitWaitP95Ms: 1_500,
      segmentWaits: 3,
      memtableWaits: 2,
      ...change,
    },
  };
}

test('waits of the past are history, however long they were', () => {
  expect(detect(60, () => waits({}))).toEqual({
    detector: 'write-path',
    findings: [],
    missing: [],
  });
});

test.each([
  [1_500, 'critical'],
  [400, 'warning'],
])('writers that wait %d ms for the commit log are %s', (commitWaitP95Ms, severity) => {
  const { findings } = detect(30, (second) => waits({ commitWaits: second, commitWaitP95Ms }));
  expect(findings).toMatchObject([
    {
      state: 'COMMIT-LOG',
      severity,
      node,
      summary: `30 writers waited for the commit log in 30 s, one in twenty ${commitWaitP95Ms} ms or longer`,
    },
  ]);
});

test('with batch sync every writer waits, for a moment: no finding', () => {
  expect(
    detect(30, (second) => waits({ commitWaits: second, commitWaitP95Ms: 4 })).findings,
  ).toEqual([]);
  expect(
    detect(30, (second) => waits({ commitWaits: second, commitWaitP95Ms: undefined })).findings,
  ).toEqual([]);
});

test('a single wait among millions of writes is worth knowing at most', () => {
  const one = (second: number) => ({ commitWaits: second >= 20 ? 1 : 0 });
  expect(detect(30, (second) => waits(one(second))).findings).toMatchObject([{ severity: 'info' }]);
  const { findings } = detect(30, (second) => waits({ memtableWaits: 2 * second }));
  expect(findings).toMatchObject([{ state: 'MEMTABLE', severity: 'warning' }]);
});

test('writes that wait for memtable space are told; a new process counts from zero', () => {
  const counts = [90, 0, 1, 3];
  const { findings } = detect(30, (second) => waits({ memtableWaits: counts[second / 10] }));
  expect(findings).toMatchObject([
    {
      state: 'MEMTABLE',
      summary: expect.stringMatching(/^3 writes waited for memtable space in 30 s/) as string,
    },
  ]);
});

test('one look, no JMX, and an answer that did not come are said', () => {
  expect(detect(0, () => waits({}))).toMatchObject({ notJudged: 'needs --for 30s' });
  const without = failed('unsupported', 'only JMX tells it');
  expect(detect(30, () => ({ 'write-path': without }))).toMatchObject({
    findings: [],
    missing: [],
    notJudged: 'write-path is not to be had from any node: only JMX tells it',
  });
  expect(detect(30, () => ({ 'write-path': failed('timed-out') })).missing).toMatchObject([
    { node, source: 'write-path', why: 'timed-out' },
  ]);
});

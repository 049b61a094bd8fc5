import { expect, test } from 'vitest';
import { judgeBaseline } from '../../src/gates/soak-baseline.ts';
import { judgeComparison, type ComparisonView } from '../../src/gates/soak-comparison.ts';
import { nonePooled, pooledWith } from '../../src/rules/soak/pooled.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { ClientRequests, RequestLatency } from '../../src/model/readings.ts';
import { byNodetool, looksAt, node, peers, type Says } from './soak-looks.ts';

const minute = 60_000;
const stoppedAt = 40 * minute;
const restartedAt = 42 * minute;

/** Half an hour before the stop, and so many minutes since the restart. */
function judge(
  says: Says,
  minutes: number,
  changes: Partial<ComparisonView> = {},
  everyMs = minute,
) {
  const before = looksAt(says, minute, stoppedAt, everyMs);
  const known = judgeBaseline({
    ...{ history: before, node, peers, now: stoppedAt, limits: productionLimits, isLast: false },
    newest: undefined,
  });
  if (known.kind !== 'ready') throw new Error(known.reason);
  return judgeComparison({
    history: looksAt(says, restartedAt + everyMs, restartedAt + minutes * minute, everyMs, before),
    ...{ node, dc: 'dc1', baseline: known.baseline, restartedAt, done: {} },
    ...changes,
  });
}

/** The node's reads are so many times slower since its restart. */
const slower =
  (factor: number): Says =>
  (address, at) =>
    byNodetool(address === node && at > restartedAt ? 10 * factor : 10);

test('as before: passes with the numbers', () => {
  expect(judge(slower(1), 4)).toMatchObject({ kind: 'wait' });
  expect(judge(slower(1), 5)).toEqual({
    kind: 'pass',
    note: 'p99 of reads 1.00 times as before (1.00 to 1.00, 3 minutes), p99 of writes 1.00 times as before (1.00 to 1.00, 3 minutes), beside 4 peers of dc1',
    effects: { reads: 1, writes: 1 },
  });
});

test('slower: waits, then refuses, with the numbers', () => {
  expect(judge(slower(3), 14)).toMatchObject({ kind: 'wait' });
  const verdict = judge(slower(3), 15);
  expect(verdict).toMatchObject({ kind: 'refuse' });
  expect(JSON.stringify(verdict)).toContain('p99 of reads 3.00 times as before (3.00 to 3.00');
});

test('slower as all others are: the load has grown', () => {
  expect(judge((_, at) => byNodetool(at > restartedAt ? 40 : 10), 5)).toMatchObject({
    kind: 'pass',
  });
});

test('a node that says nothing, and peers that do not, are waited for', () => {
  const gone: Says = (address, at) =>
    address === node && at > restartedAt ? undefined : byNodetool(10);
  expect(judge(gone, 30)).toEqual({
    kind: 'wait',
    reason:
      'reads: no whole minute yet (0 minutes), writes: no whole minute yet (0 minutes), beside 4 peers of dc1',
  });
  const lonely: Says = (address, at) =>
    address !== node && at > restartedAt ? undefined : byNodetool(10);
  expect(judge(lonely, 30)).toMatchObject({
    kind: 'wait',
    reason: expect.stringContaining('(28 minutes, 28 without an answer)') as unknown,
  });
});

test('without a baseline it waits; with nothing to compare it passes and says why', () => {
  expect(judge(slower(1), 5, { baseline: undefined })).toEqual({
    kind: 'wait',
    reason: 'what was usual before the stop is not known',
  });
  const whyNot = 'too few requests of clients before the stop to compare latencies';
  const baseline = { peers: [], isDecayed: false, usual: {}, whyNot };
  expect(judge(slower(1), 5, { baseline })).toEqual({
    kind: 'pass',
    note: `not compared: ${whyNot}`,
  });
});

test('a little slower on every node done adds up', () => {
  const done = { reads: Array.from({ length: 30 }, () => 1.2).reduce(pooledWith, nonePooled) };
  const verdict = judge(slower(1.2), 5, { done });
  expect(verdict).toMatchObject({ kind: 'refuse' });
  expect(JSON.stringify(verdict)).toContain('1.20 times over 31 nodes done');
});

/** By JMX: 300 requests a second, of which so many failed since the restart. */
const counting =
  (failures: (address: string) => number): Says =>
  (address, at): ClientRequests => {
    const seconds = at / 1_000 - (address === node && at > restartedAt ? restartedAt / 1_000 : 0);
    const buckets = Array.from({ length: 128 }, (_, i) => (i === 60 ? 150 * seconds : 0));
    const failed = at > restartedAt + 3 * minute ? failures(address) : 0;
    const latency: RequestLatency = { p99Ms: 10, counted: { failed, buckets, unitMs: 1e-3 } };
    return { reads: latency, writes: latency };
  };

test('by JMX a block holds six looks of its own, and failures count', () => {
  expect(
    judge(
      counting(() => 0),
      5,
      {},
      10_000,
    ),
  ).toMatchObject({ kind: 'pass' });
  expect(
    judge(
      counting((address) => (address === node ? 500 : 0)),
      5,
      {},
      10_000,
    ),
  ).toEqual({
    kind: 'refuse',
    reason: expect.stringMatching(
      /^it fails requests that its peers do not; p99 of reads/,
    ) as unknown,
  });
  expect(
    judge(
      counting(() => 500),
      5,
      {},
      10_000,
    ),
  ).toMatchObject({ kind: 'pass' });
});

import { expect, test } from 'vitest';
import { judgeBaseline, type BaselineView } from '../../src/gates/soak-baseline.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { noSoakHistory } from '../../src/gates/soak-history.ts';
import { byNodetool, looksAt, node, peers, type Says } from './soak-looks.ts';

const minute = 60_000;
const steady: Says = () => byNodetool(10, 5);

function judge(says: Says, minutes: number, changes: Partial<BaselineView> = {}) {
  const newest = { kind: 'seen', at: 0, value: undefined } as const;
  return judgeBaseline({
    history: looksAt(says, minute, minutes * minute, minute),
    ...{ node, peers, newest, now: minutes * minute, limits: productionLimits, isLast: false },
    ...changes,
  });
}

test('half an hour of looks at the node and three peers is enough', () => {
  expect(judge(steady, 29)).toEqual({
    kind: 'wait',
    reason: '29 of 30 looks at latencies of 10.0.0.1, beside 4 of 4 peers',
  });
  const verdict = judge(steady, 30);
  expect(verdict).toMatchObject({
    kind: 'ready',
    note: '30 looks at reads and writes beside 4 peers',
    baseline: { peers, isDecayed: true },
  });
  if (verdict.kind !== 'ready') throw new Error('not ready');
  expect(verdict.baseline.usual.reads?.ticks).toBe(30);
  expect(verdict.baseline.usual.reads?.offsets).toEqual([0, 0, 0, 0]);
});

test('looks longer ago than an hour do not count', () => {
  expect(judge(steady, 30, { now: 80 * minute })).toMatchObject({ kind: 'wait' });
});

test('peers that were seen too seldom are left out, and waited for when too few are left', () => {
  const two: Says = (address, at) =>
    peers.indexOf(address) > 1 && at > 5 * minute ? undefined : steady(address, at);
  expect(judge(two, 30)).toMatchObject({ kind: 'wait' });
  expect(judge(two, 30, { isLast: true })).toMatchObject({
    kind: 'ready',
    baseline: { peers: peers.slice(0, 2) },
  });
});

test('a node alone is compared with itself', () => {
  expect(judge(steady, 30, { peers: [] })).toMatchObject({
    kind: 'ready',
    baseline: { peers: [], usual: { reads: { offsets: [], centre: Math.log(10) } } },
  });
});

test('a node that gives no answer is waited for, and never ready', () => {
  const silent: Says = (address, at) => (address === node ? undefined : steady(address, at));
  const newest = { kind: 'missing', at: 0, why: 'timed-out', detail: 'no answer in 20 s' } as const;
  for (const isLast of [false, true]) {
    expect(judge(silent, 40, { newest, isLast })).toEqual({
      kind: 'wait',
      reason:
        '0 of 30 looks at latencies of 10.0.0.1, beside 0 of 4 peers; client-requests is missing, timed-out: no answer in 20 s',
    });
  }
  expect(judge(silent, 0, { history: noSoakHistory, newest: undefined })).toMatchObject({
    kind: 'wait',
  });
});

test('a version that does not tell, and clients that ask nothing, are compared with nothing, in so many words', () => {
  const detail = 'offered from 3.0 on';
  const newest = { kind: 'missing', at: 0, why: 'unsupported', detail } as const;
  expect(judge(steady, 0, { newest })).toMatchObject({
    kind: 'ready',
    baseline: { usual: {}, whyNot: 'latencies are not told: offered from 3.0 on' },
  });
  expect(judge(() => byNodetool(0), 30)).toMatchObject({
    kind: 'ready',
    baseline: {
      usual: {},
      whyNot: 'too few requests of clients before the stop to compare latencies',
    },
  });
  expect(judge(() => byNodetool(10, 0), 30)).toMatchObject({
    kind: 'ready',
    note: '30 looks at reads beside 4 peers',
  });
});

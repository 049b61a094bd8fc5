import { expect, test } from 'vitest';
import { droppedMutations } from '../../src/detect/dropped-mutations.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { failed, looks, type Answers } from './series-builder.ts';

const node = '10.0.0.1';

function detect(seconds: number, answer: (second: number) => Answers) {
  const series = looks(seconds, 10, (second) => ({ [node]: answer(second) }));
  return droppedMutations.detect(series, productionLimits);
}

function dropped(counts: Readonly<Record<string, number>>): Answers {
  const list = Object.entries(counts).map(([message, count]) => ({ message, count }));
  return { tpstats: { pools: [], dropped: list } };
}

test('counters that stand still are history, however high', () => {
  expect(detect(60, () => dropped({ MUTATION_REQ: 500 }))).toEqual({
    detector: 'dropped-mutations',
    findings: [],
    missing: [],
  });
});

test.each([
  ['MUTATION_REQ', 'critical'],
  ['MUTATION', 'critical'],
  ['COUNTER_MUTATION_REQ', 'critical'],
  ['MUTATION_RSP', 'warning'],
  ['READ_REQ', 'warning'],
])('%s dropped while we look is %s', (message, severity) => {
  const { findings } = detect(60, (second) => dropped({ [message]: 7 + second / 10 }));
  expect(findings).toMatchObject([
    { severity, node, subject: message, summary: `6 ${message} messages dropped in 60 s` },
  ]);
  expect(findings[0]?.evidence[1]?.samples).toHaveLength(7);
});

test('a restarted node counts from zero again', () => {
  const { findings } = detect(20, (second) => dropped({ READ_REQ: [90, 2, 5][second / 10] ?? 0 }));
  expect(findings).toMatchObject([{ summary: '3 READ_REQ messages dropped in 20 s' }]);
});

test('one look judges nothing', () => {
  expect(detect(0, () => dropped({ MUTATION_REQ: 5 }))).toMatchObject({
    findings: [],
    missing: [],
    notJudged: 'needs --for 30s',
  });
});

test('an answer that did not come, or has no counters, is missing', () => {
  expect(detect(60, () => ({ tpstats: failed('timed-out') })).missing).toMatchObject([
    { node, source: 'tpstats', why: 'timed-out' },
  ]);
  expect(detect(60, () => ({ tpstats: { pools: [], dropped: undefined } })).missing).toMatchObject([
    { why: 'unreadable' },
  ]);
});

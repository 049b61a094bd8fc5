import { expect, test } from 'vitest';
import { blockedStages } from '../../src/detect/blocked-stages.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { failed, looks, type Answers } from './series-builder.ts';

const node = '10.0.0.1';

function detect(seconds: number, answer: (second: number) => Answers) {
  const series = looks(seconds, 10, (second) => ({ [node]: answer(second) }));
  return blockedStages.detect(series, productionLimits);
}

function pool(allTimeBlocked: number, blocked = 0): Answers {
  const name = 'Native-Transport-Requests';
  const one = { name, active: 128, pending: 40, completed: 9_000, blocked, allTimeBlocked };
  return { 'thread-pools': { pools: [one], dropped: undefined } };
}

test('what was blocked before we looked is history', () => {
  expect(detect(60, () => pool(700))).toEqual({
    detector: 'blocked-stages',
    findings: [],
    missing: [],
  });
});

test('a queue that is full while we look is told', () => {
  expect(detect(60, (second) => pool(second, 3)).findings).toMatchObject([
    {
      severity: 'warning',
      node,
      subject: 'Native-Transport-Requests',
      summary: '60 tasks waited for a place in the queue of Native-Transport-Requests in 60 s',
    },
  ]);
});

test('a restarted node counts from zero again', () => {
  const counts = [50, 0, 2];
  const { findings } = detect(20, (second) => pool(counts[second / 10] ?? 0));
  expect(findings[0]?.evidence[0]).toMatchObject({ value: 2 });
});

test('one look judges nothing; an answer that did not come is missing', () => {
  expect(detect(0, () => pool(5))).toMatchObject({ findings: [], notJudged: 'needs --for 30s' });
  expect(detect(60, () => ({ 'thread-pools': failed('timed-out') })).missing).toMatchObject([
    { node, source: 'thread-pools', why: 'timed-out' },
  ]);
});

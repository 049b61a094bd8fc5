import { expect, test } from 'vitest';
import { stuckRepairs } from '../../src/detect/stuck-repairs.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { failed, look, start, type Answers } from './series-builder.ts';

const node = '10.0.0.1';
const hourMs = 3_600_000;

function detect(answers: Answers) {
  return stuckRepairs.detect([look(0, { [node]: answers })], productionLimits);
}

function session(hours: number, isOpen = true, id = 'aa') {
  return { id, isOpen, coordinator: '10.0.0.2', lastUpdateMs: start - hours * hourMs };
}

test.each([
  ['one that was heard of', [session(3)]],
  ['one that has ended', [session(90, false)]],
  ['none', []],
])('%s is healthy', (_, sessions) => {
  expect(detect({ 'repair-sessions': { sessions } })).toEqual({
    detector: 'stuck-repairs',
    findings: [],
    missing: [],
  });
});

test('open sessions without news are told, the oldest by its name', () => {
  const sessions = [session(13), session(30, true, 'bb'), session(1, true, 'cc')];
  const { findings } = detect({ 'repair-sessions': { sessions } });
  expect(findings).toMatchObject([
    {
      severity: 'info',
      node,
      summary: '2 open repair sessions without news, the oldest for 30 h',
    },
  ]);
  expect(findings[0]?.advice).toContainEqual({
    on: '10.0.0.2',
    nodetool: ['repair_admin', 'cancel', '--session', 'bb'],
  });
});

test('an answer that did not come is missing; a version without it is not judged', () => {
  expect(detect({ 'repair-sessions': failed('timed-out') }).missing).toMatchObject([
    { node, source: 'repair-sessions', why: 'timed-out' },
  ]);
  expect(detect({ 'repair-sessions': failed('unsupported', 'no such table') })).toMatchObject({
    missing: [],
    notJudged: 'repair-sessions is not to be had from any node: no such table',
  });
});

import { expect, test } from 'vitest';
import { cqlAnswers } from '../../src/gates/cql-answers.ts';
import type { CqlLocal } from '../../src/model/readings.ts';
import { healthyView, judged, localOf, missing, second, seen, viewWith } from './healthy-view.ts';

const says = (change: Partial<CqlLocal>) =>
  judged(cqlAnswers, viewWith(second, 'cql-local', seen({ ...localOf(second), ...change })));

test('passes when the node answers and is the same node', () => {
  expect(judged(cqlAnswers, healthyView)).toBe('pass: 16 tokens, release 4.1.10');
});

test.each([
  ['host id', { hostId: 'x' }, 'x, it was host-127.0.0.2'],
  ['dc', { dc: 'x' }, 'x, it was dc1'],
  ['rack', { rack: 'x' }, 'x, it was rack2'],
  ['token count', { tokenCount: 256 }, '256, it was 16'],
  ['bootstrapped', { bootstrapped: 'IN_PROGRESS' }, 'IN_PROGRESS, it was COMPLETED'],
])('refuses a node with another %s', (what, change, words) => {
  expect(says(change)).toBe(`refuse: 127.0.0.2 says ${what} ${words}`);
});

test('waits while CQL does not answer, with the reason', () => {
  const view = viewWith(second, 'cql-local', missing('unreachable', 'connection refused'));
  expect(judged(cqlAnswers, view)).toBe(
    'wait: CQL of 127.0.0.2 gave no answer, unreachable: connection refused',
  );
});

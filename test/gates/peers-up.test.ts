import { expect, test } from 'vitest';
import { peersUp } from '../../src/gates/peers-up.ts';
import type { RingStatusRow } from '../../src/model/readings.ts';
import {
  addresses,
  first,
  healthyView,
  judged,
  missing,
  second,
  seen,
  statusRow,
  statusWith,
  third,
  viewWith,
  withSource,
} from './healthy-view.ts';

const firstSees = (about: string, change: Partial<RingStatusRow>) =>
  judged(peersUp, viewWith(first, 'status', seen(statusWith(about, change))));

test('passes when every other node sees all up and normal', () => {
  expect(judged(peersUp, healthyView)).toBe('pass: 2 of 2 views: all others up and normal');
});

test('does not mind the subject being down', () => {
  expect(firstSees(second, { liveness: 'down' })).toMatch(/^pass/);
});

test('does not ask the subject for its own view', () => {
  expect(judged(peersUp, viewWith(second, 'status', missing()))).toMatch(/^pass/);
});

test('waits when one single peer sees another node down', () => {
  expect(firstSees(third, { liveness: 'down' })).toBe(
    'wait: 127.0.0.3 is not up in 1 of 2 views: 127.0.0.1',
  );
});

test('waits when a peer does not know whether a node is up', () => {
  expect(firstSees(third, { liveness: 'unknown' })).toMatch(/^wait: 127.0.0.3 is not up/);
});

test.each(['joining', 'leaving', 'moving'] as const)('refuses while a node is %s', (state) => {
  expect(firstSees(third, { state })).toBe(
    `refuse: 127.0.0.3 is ${state} in the view of 127.0.0.1`,
  );
});

test('refuses a node of the ring that the plan does not know', () => {
  const rows = [...addresses, '127.0.0.9'].map(statusRow);
  const view = viewWith(first, 'status', seen({ rows }));
  expect(judged(peersUp, view)).toBe('refuse: in the ring but not in the plan: 127.0.0.9');
  // It may be taken out again, or have come to stay.
  expect(peersUp.judge(view)).toMatchObject({ newPlan: 'possible' });
});

test('waits when a peer does not list a member', () => {
  const rows = [first, second].map(statusRow);
  expect(judged(peersUp, viewWith(first, 'status', seen({ rows })))).toBe(
    'wait: 127.0.0.1 does not list 127.0.0.3 in its ring',
  );
});

test('waits when a view is missing, with the reason', () => {
  expect(judged(peersUp, viewWith(third, 'status', missing()))).toBe(
    'wait: the view of 127.0.0.3 is missing, timed-out: after 20 s',
  );
  expect(judged(peersUp, viewWith(third, 'status', undefined))).toBe(
    'wait: the view of 127.0.0.3 is missing, was not asked',
  );
});

test('refuses a cluster of one: nobody could see the node', () => {
  expect(judged(peersUp, { ...healthyView, members: [second] })).toMatch(/^refuse: there is no/);
});

test('shows control characters of a reason instead of sending them to the terminal', () => {
  const verdict = judged(peersUp, viewWith(third, 'status', missing('failed', 'boom \u001b[31m')));
  expect(verdict).toContain('boom \\u001b[31m');
});

test('one more that is not up is one node', () => {
  const down = (about: string) => seen(statusWith(about, { liveness: 'down' }));
  const one = withSource(healthyView.snapshot, first, 'status', down(third));
  const snapshot = withSource(one, third, 'status', down(first));
  expect(judged(peersUp, { ...healthyView, snapshot })).toMatch(/ \(and 1 more node\)$/);
});

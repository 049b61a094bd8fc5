import { expect, test } from 'vitest';
import { findingKey } from '../../src/model/finding.ts';
import { planDiff } from '../../src/plan/plan-diff.ts';
import { planDiffText } from '../../src/report/plan-diff-text.ts';
import {
  first,
  healthySnapshot,
  localOf,
  missing,
  second,
  seen,
  statusWith,
  third,
  withSource,
} from '../gates/healthy-view.ts';
import { healthyRequest, planOf, stall } from './healthy-request.ts';

const plan = planOf(healthyRequest);

test('nothing has changed: it fits', () => {
  const diff = planDiff(plan, healthySnapshot, []);
  expect(diff).toMatchObject({ verdict: 'fits', changed: [], missing: [], releases: [] });
  expect(planDiffText(diff, 'ringward upgrade plan')).toBe(
    'The plan fits the cluster as it is now.\n',
  );
});

test('a plan that is too old to be begun does not fit', () => {
  const old = { ...plan, createdAt: healthySnapshot.at - plan.limits.planAgeMs - 60_000 };
  const diff = planDiff(old, healthySnapshot, []);
  expect(diff.verdict).toBe('changed');
  expect(diff.changed).toEqual([
    'the plan was made 168 h ago, and is begun within 168 h (limit planAge)',
  ]);
});

test('other tokens: it does not fit, and how to make another is said', () => {
  const moved = seen({ ...localOf(first), tokens: ['1', '2'] });
  const nodes = plan.nodes.map((node) => ({ ...node, tokensDigest: 'of others' }));
  const diff = planDiff(
    { ...plan, nodes: nodes.slice(0, 1) },
    withSource(healthySnapshot, first, 'cql-local', moved),
    [],
  );
  expect(diff.verdict).toBe('changed');
  expect(planDiffText(diff, 'ringward upgrade plan')).toBe(
    'The plan does not fit any more: a run would refuse it.\n' +
      'changed: 127.0.0.1 has other tokens\n' +
      'changed: 127.0.0.2 is in the ring but not in the plan\n' +
      'changed: 127.0.0.3 is in the ring but not in the plan\n' +
      'make a new plan: ringward upgrade plan\n',
  );
});

test('other replication alone is named', () => {
  const other = { ...plan, topologyDigest: 'of another time' };
  expect(planDiff(other, healthySnapshot, [])).toMatchObject({
    verdict: 'changed',
    changed: ['the replication of a keyspace is not as planned'],
  });
});

test('a node that does not answer: cannot tell', () => {
  const silent = withSource(healthySnapshot, first, 'status', missing('timed-out', 'no answer'));
  const diff = planDiff(plan, silent, []);
  expect(diff.verdict).toBe('cannot-tell');
  expect(planDiffText(diff, '')).toContain('not seen: nodetool status of 127.0.0.1: timed-out');
});

test('releases and findings are told, and do not make it unfit', () => {
  const upgraded = seen({ ...localOf(first), releaseVersion: '5.0.8' });
  const now = withSource(healthySnapshot, first, 'cql-local', upgraded);
  const before = { ...plan, baseline: [findingKey({ ...stall, node: '127.0.0.2' })] };
  const diff = planDiff(before, now, [stall]);
  expect(diff).toMatchObject({
    verdict: 'fits',
    releases: [{ node: first, planned: '4.1.10', now: '5.0.8' }],
    opened: ['stalled-compaction on 127.0.0.1: no bytes for 60 s'],
    gone: [expect.stringContaining('127.0.0.2')],
  });
  expect(planDiffText(diff, '')).toContain('release: 127.0.0.1 ran 4.1.10, now 5.0.8');
});

test('a release that is not seen is said to be so', () => {
  const silent = withSource(healthySnapshot, first, 'cql-local', missing('unreachable', 'refused'));
  expect(planDiff(plan, silent, []).releases).toEqual([
    { node: first, planned: '4.1.10', now: null },
  ]);
});

test('a node that is down is lived with where the plan allows it, and by the word of all others alone', () => {
  const silent = withSource(healthySnapshot, first, 'status', missing('unreachable', 'refused'));
  const down = seen(statusWith(first, { liveness: 'down' }));
  const bySome = withSource(silent, second, 'status', down);
  const byAll = withSource(bySome, third, 'status', down);
  const allowing = { ...plan, allowDown: 1 };
  expect(planDiff(allowing, byAll, []).verdict).toBe('fits');
  expect(planDiff(plan, byAll, []).verdict).toBe('cannot-tell');
  expect(planDiff(allowing, bySome, []).verdict).toBe('cannot-tell');
});

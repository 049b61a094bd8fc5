import { expect, test } from 'vitest';
import { findingKey } from '../../src/model/finding.ts';
import { catalogue } from '../../src/cli/catalogue.ts';
import { planDiff } from '../../src/plan/plan-diff.ts';
import { planProblem } from '../../src/plan/plan-problem.ts';
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
import { healthyRequest, inventory, planOf, stall, upgrade } from './healthy-request.ts';

const plan = planOf(healthyRequest);

test('nothing has changed: it fits', () => {
  const diff = planDiff(plan, healthySnapshot, [], inventory);
  expect(diff).toMatchObject({ verdict: 'fits', changed: [], missing: [], releases: [] });
  expect(planDiffText(diff, 'ringward upgrade plan')).toBe(
    'The plan fits the cluster as it is now.\n',
  );
});

test('a plan that is too old to be begun does not fit', () => {
  const old = { ...plan, createdAt: healthySnapshot.at - plan.limits.planAgeMs - 60_000 };
  const diff = planDiff(old, healthySnapshot, [], inventory);
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
    inventory,
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
  expect(planDiff(other, healthySnapshot, [], inventory)).toMatchObject({
    verdict: 'changed',
    changed: ['the replication of a keyspace is not as planned'],
  });
});

test('a node that does not answer: cannot tell', () => {
  const silent = withSource(healthySnapshot, first, 'status', missing('timed-out', 'no answer'));
  const diff = planDiff(plan, silent, [], inventory);
  expect(diff.verdict).toBe('cannot-tell');
  expect(planDiffText(diff, '')).toContain('not seen: nodetool status of 127.0.0.1: timed-out');
});

test('releases and findings are told, and do not make it unfit', () => {
  const upgraded = seen({ ...localOf(first), releaseVersion: '5.0.8' });
  const now = withSource(healthySnapshot, first, 'cql-local', upgraded);
  const before = { ...plan, baseline: [findingKey({ ...stall, node: '127.0.0.2' })] };
  const diff = planDiff(before, now, [stall], inventory);
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
  expect(planDiff(plan, silent, [], inventory).releases).toEqual([
    { node: first, planned: '4.1.10', now: null },
  ]);
});

test('a node that is down is lived with where the plan allows it, and by the word of all others alone', () => {
  const silent = withSource(healthySnapshot, first, 'status', missing('unreachable', 'refused'));
  const down = seen(statusWith(first, { liveness: 'down' }));
  const bySome = withSource(silent, second, 'status', down);
  const byAll = withSource(bySome, third, 'status', down);
  const spared = plan.nodes.map((node) =>
    node.address === first ? { ...node, steps: [], leftOut: true as const } : node,
  );
  const allowing = { ...plan, allowDown: 1, nodes: spared };
  expect(planDiff(allowing, byAll, [], inventory).verdict).toBe('fits');
  expect(planDiff(plan, byAll, [], inventory).verdict).toBe('cannot-tell');
  expect(planDiff(allowing, bySome, [], inventory).verdict).toBe('cannot-tell');
  // A run stops in front of what it is to roll.
  expect(planDiff({ ...allowing, nodes: plan.nodes }, byAll, [], inventory)).toMatchObject({
    verdict: 'cannot-tell',
    missing: [expect.stringContaining(`nodetool status of ${first}: unreachable`)],
  });
});

test('another release of a node that is left out is told; of one that was down when planned nothing is', () => {
  const upgraded = seen({ ...localOf(first), releaseVersion: '5.0.8' });
  const silent = withSource(healthySnapshot, second, 'cql-local', missing());
  const now = withSource(silent, first, 'cql-local', upgraded);
  const nodes = plan.nodes.map((node) => ({
    ...{ ...node, steps: [], leftOut: true as const },
    ...(node.address === second ? { down: true as const } : {}),
  }));
  expect(planDiff({ ...plan, nodes }, now, [], inventory).releases).toEqual([
    { node: first, planned: '4.1.10', now: '5.0.8' },
  ]);
});

const stricter = { ...inventory, consistency: { default: ['QUORUM'], shop: ['ALL'] } } as const;

test('levels that are declared otherwise by now: it does not fit', () => {
  const diff = planDiff(plan, healthySnapshot, [], stricter);
  expect(diff).toMatchObject({
    verdict: 'changed',
    changed: [
      'consistency of default is QUORUM by now, in the plan LOCAL_QUORUM',
      'consistency of shop is ALL by now, in the plan not declared',
    ],
  });
});

test('what the playbook declares is no change of the inventory', () => {
  const playbook = { ...upgrade, consistency: { shop: ['QUORUM'] as const } };
  const made = planOf({ ...healthyRequest, playbook });
  expect(made.playbookConsistency).toEqual({ shop: ['QUORUM'] });
  expect(planDiff(made, healthySnapshot, [], inventory).verdict).toBe('fits');
  expect(planProblem(made, catalogue)).toBeUndefined();
});

test('a way back has the levels of its run: others are told, and refuse nothing', () => {
  const back = { ...plan, undoes: { runId: 'r1', records: 3 } };
  const diff = planDiff(back, healthySnapshot, [], stricter);
  expect(diff).toMatchObject({ verdict: 'fits', changed: [] });
  expect(planDiffText(diff, '')).toContain('declared: consistency of default is QUORUM by now');
});

test('another maintenance window is told, and that the one of the plan counts', () => {
  const maintenanceWindow = { days: ['sat'], from: '22:00', to: '04:00', timezone: 'UTC' } as const;
  const diff = planDiff(plan, healthySnapshot, [], { ...inventory, maintenanceWindow });
  expect(diff.verdict).toBe('fits');
  expect(diff.declared).toEqual([
    'the maintenance window of the inventory is sat 22:00 to 04:00 UTC; that of the plan counts, none, another needs a new plan',
  ]);
  const same = { ...plan, maintenanceWindow };
  expect(planDiff(same, healthySnapshot, [], { ...inventory, maintenanceWindow }).declared).toEqual(
    [],
  );
});

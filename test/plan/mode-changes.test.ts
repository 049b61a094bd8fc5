import { expect, test } from 'vitest';
import { planDiff } from '../../src/plan/plan-diff.ts';
import { planDiffText } from '../../src/report/plan-diff-text.ts';
import { addresses, missing, withSource } from '../gates/healthy-view.ts';
import { healthyRequest, inventory, planOf } from './healthy-request.ts';
import { clusterIn, modeRequest } from './mode-request.ts';

const [first = '', second = ''] = addresses;
const plan = planOf(modeRequest('UPGRADING', clusterIn(['CASSANDRA_4', 'UPGRADING', 'UPGRADING'])));

test('nodes that have come to the mode since are told, and do not make it unfit', () => {
  const diff = planDiff(plan, clusterIn(['UPGRADING']), [], inventory);
  expect(diff).toMatchObject({
    verdict: 'fits',
    modes: [{ node: first, planned: 'CASSANDRA_4', now: 'UPGRADING' }],
  });
  expect(planDiffText(diff, '')).toContain(
    `storage mode: ${first} was in CASSANDRA_4, now in UPGRADING\n`,
  );
});

test('a cluster that has gone on to another mode: a run would refuse it, and so does the diff', () => {
  const diff = planDiff(plan, clusterIn(['NONE', 'UPGRADING', 'UPGRADING']), [], inventory);
  expect(diff).toMatchObject({
    verdict: 'changed',
    changed: [`${first} is in NONE, and this roll goes from CASSANDRA_4 or UPGRADING`],
    modes: [],
  });
});

test.each(['settings', 'cql-local'] as const)('without %s of a node it cannot tell', (source) => {
  const snapshot = withSource(clusterIn(['CASSANDRA_4']), second, source, missing());
  const { verdict, missing: told } = planDiff(plan, snapshot, [], inventory);
  expect(verdict).toBe('cannot-tell');
  expect(told.at(-1)).toBe(`the storage mode of ${second} (${source}): timed-out: after 20 s`);
});

test('a plan that sets no mode is not held against one', () => {
  const diff = planDiff(planOf(healthyRequest), healthyRequest.snapshot, [], inventory);
  expect(diff).toMatchObject({ verdict: 'fits', modes: [] });
});

import { expect, test } from 'vitest';
import { verifyDigest } from '../../src/plan/digest.ts';
import {
  first,
  healthySnapshot,
  localOf,
  seen,
  withSource,
  without,
} from '../gates/healthy-view.ts';
import { healthyRequest, inventory, planOf, restart, stall } from './healthy-request.ts';

test('a playbook of a file of its own is in the plan, so that the next plan is made from it', () => {
  const playbook = { ...healthyRequest.playbook, file: '/ops/own.yaml' };
  expect(planOf({ ...healthyRequest, playbook }).playbookFile).toBe('/ops/own.yaml');
  expect(planOf(healthyRequest)).not.toHaveProperty('playbookFile');
});

test('plans an upgrade: order with reasons, filled commands, a digest that holds', () => {
  const plan = planOf(healthyRequest);
  expect(plan).toMatchObject({
    format: 1,
    cluster: 'lab',
    playbook: 'upgrade-4.1-to-5.0',
    toVersion: '5.0.8',
    consistency: { default: ['LOCAL_QUORUM'] },
    authenticatorOn: false,
    cures: ['stalled-compaction'],
    baseline: [],
    warnings: [],
  });
  expect(plan.nodes.map(({ address, reason }) => `${address}: ${reason}`)).toEqual([
    '127.0.0.1: canary, first of all: dc dc1 (1 of 1), rack rack1 (1 of 3), node 1 of 1',
    '127.0.0.2: dc dc1 (1 of 1), rack rack2 (2 of 3), node 1 of 1',
    '127.0.0.3: dc dc1 (1 of 1), rack rack3 (3 of 3), node 1 of 1',
  ]);
  expect(plan.nodes[0]).toMatchObject({
    hostId: 'host-127.0.0.1',
    tokenCount: 16,
    fromVersion: '4.1.10',
    commands: {
      stop: ['ctl', 'stop', '/nodes/127.0.0.1'],
      install: ['ctl', 'install', '/nodes/127.0.0.1', '5.0.8'],
      configure: ['ctl', 'configure', '127.0.0.1', '5.0.8'],
    },
  });
  expect(verifyDigest(plan)).toBe(true);
});

test('in a restart the version is the one the node runs', () => {
  const request = without(healthyRequest, 'toVersion');
  const plan = planOf({ ...request, playbook: restart });
  expect(plan.toVersion).toBeUndefined();
  expect(plan.nodes[0]?.commands.install).toEqual(['ctl', 'install', '/nodes/127.0.0.1', '4.1.10']);
});

test('the same question gives the same plan', () => {
  expect(planOf(healthyRequest)).toEqual(planOf(healthyRequest));
});

test('a node that is on the target already stays a member with nothing to do', () => {
  const done = seen({ ...localOf(first), releaseVersion: '5.0.8' });
  const plan = planOf({
    ...healthyRequest,
    snapshot: withSource(healthySnapshot, first, 'cql-local', done),
  });
  expect(plan.nodes.map(({ address, steps }) => `${address} ${steps.length}`)).toEqual([
    '127.0.0.1 0',
    '127.0.0.2 7',
    '127.0.0.3 7',
  ]);
  expect(plan.nodes[0]?.reason).toContain('already on 5.0.8, nothing to do');
});

test('findings of the moment are the baseline; those nobody means to cure are a warning', () => {
  const disk = {
    ...stall,
    detector: 'disk-space',
    severity: 'warning' as const,
    summary: '9 % left',
  };
  const plan = planOf({ ...healthyRequest, findings: [stall, stall, disk] });
  expect(plan.baseline).toEqual(['disk-space||127.0.0.1|', 'stalled-compaction||127.0.0.1|']);
  expect(plan.warnings).toEqual([
    'will hold the roll while it lasts: disk-space on 127.0.0.1: 9 % left',
  ]);
  const cured = planOf({ ...healthyRequest, findings: [disk], cures: ['disk-space'] });
  expect(cured.warnings).toEqual([]);
  expect(cured.cures).toEqual(['stalled-compaction', 'disk-space']);
});

test('a cure asked for that finds nothing is told: what comes later holds', () => {
  expect(planOf({ ...healthyRequest, cures: ['disk-space'] }).warnings).toEqual([
    'none found to cure: disk-space; one that begins later holds the roll',
  ]);
});

test('what is set so is told, with the promise that it holds nothing', () => {
  const off = {
    ...{ ...stall, detector: 'hinted-handoff', state: 'OFF', severity: 'warning' as const },
    ...{ summary: 'hinted handoff is off', isConfiguration: true as const },
  };
  const told = [
    'was so when the plan was made, and does not hold this roll: hinted-handoff on 127.0.0.1: hinted handoff is off',
  ];
  expect(planOf({ ...healthyRequest, findings: [off] }).warnings).toEqual(told);
  const cured = planOf({ ...healthyRequest, findings: [off], cures: ['hinted-handoff'] });
  expect(cured.warnings).toEqual(told);
});

test('levels of the playbook are added to those of the inventory', () => {
  const plan = planOf({
    ...healthyRequest,
    playbook: { ...healthyRequest.playbook, consistency: { default: ['ONE'], shop: ['QUORUM'] } },
    inventory: {
      ...inventory,
      consistency: { default: ['LOCAL_QUORUM'], shop: ['QUORUM', 'ONE'] },
    },
  });
  expect(plan.consistency).toEqual({
    default: ['LOCAL_QUORUM', 'ONE'],
    shop: ['QUORUM', 'ONE'],
  });
});

test('with a login it is not known whether an authenticator is on, so the plan does not say', () => {
  const cql = { user: 'ops', passwordFrom: { env: 'PW' } };
  const plan = planOf({ ...healthyRequest, inventory: { ...inventory, cql } });
  expect(plan.authenticatorOn).toBeUndefined();
});

import { expect, test } from 'vitest';
import { schemaAgreement } from '../../src/gates/schema-agreement.ts';
import type { ClusterDescription } from '../../src/model/readings.ts';
import {
  description,
  first,
  gossipWith,
  healthySnapshot,
  healthyView,
  judged,
  missing,
  second,
  seen,
  statusWith,
  third,
  viewWith,
  withSource,
} from './healthy-view.ts';

const firstSays = (change: Partial<ClusterDescription>) =>
  judged(schemaAgreement, viewWith(first, 'describecluster', seen({ ...description, ...change })));

const twoVersions = [
  { version: 'schema-a', addresses: [first, third] },
  { version: 'schema-b', addresses: [second] },
];

test('passes with one version in every view', () => {
  expect(judged(schemaAgreement, healthyView)).toBe('pass: one schema version, 2 views');
});

test('waits when one view has two versions on one release line', () => {
  expect(firstSays({ schemaVersions: twoVersions })).toBe(
    'wait: 4.1 has two schema versions, schema-a and schema-b (127.0.0.2)',
  );
});

test('passes two versions on two release lines, as while upgrading', () => {
  const releaseVersions = [
    { version: '4.1.10', addresses: [first, third] },
    { version: '5.0.8', addresses: [second] },
  ];
  const mixed = seen({ ...description, schemaVersions: twoVersions, releaseVersions });
  const snapshot = [first, third].reduce(
    (so, address) => withSource(so, address, 'describecluster', mixed),
    healthySnapshot,
  );
  expect(judged(schemaAgreement, { ...healthyView, snapshot })).toBe(
    'pass: one schema version per release line: 4.1, 5.0',
  );
});

test('takes releases from gossip where describecluster has none', () => {
  const old = seen({ ...description, schemaVersions: twoVersions, releaseVersions: undefined });
  const gossip = seen(gossipWith(second, { releaseVersion: '5.0.8' }));
  const snapshot = [first, second, third].reduce(
    (so, address) =>
      withSource(withSource(so, address, 'describecluster', old), address, 'gossipinfo', gossip),
    healthySnapshot,
  );
  expect(judged(schemaAgreement, { ...healthyView, snapshot })).toMatch(/^pass: .*4.1, 5.0/);
});

test('waits with two versions when the release of a node is not known', () => {
  const old = seen({ ...description, schemaVersions: twoVersions, releaseVersions: undefined });
  const gossip = seen({ endpoints: [] });
  const snapshot = [first, second, third].reduce(
    (so, address) =>
      withSource(withSource(so, address, 'describecluster', old), address, 'gossipinfo', gossip),
    healthySnapshot,
  );
  expect(judged(schemaAgreement, { ...healthyView, snapshot })).toMatch(
    /^wait: 2 schema versions, the release of .* is not known/,
  );
});

test('waits when two views give one node two versions', () => {
  expect(
    firstSays({ schemaVersions: [{ version: 'schema-b', addresses: [first, second, third] }] }),
  ).toMatch(/^wait: 4.1 has two schema versions/);
});

test('waits while a node is unreachable', () => {
  expect(firstSays({ unreachable: [third] })).toBe('wait: schema of 127.0.0.3 is unreachable');
});

test('an unreachable subject counts only when its peers see it up', () => {
  expect(firstSays({ unreachable: [second] })).toMatch(/^wait: schema of 127.0.0.2/);
  const down = withSource(
    withSource(healthySnapshot, third, 'status', seen(statusWith(second, { liveness: 'down' }))),
    first,
    'describecluster',
    seen({ ...description, unreachable: [second] }),
  );
  expect(judged(schemaAgreement, { ...healthyView, snapshot: down })).toMatch(/^pass/);
});

test('waits when a view is missing, empty, or there is no peer', () => {
  expect(judged(schemaAgreement, viewWith(third, 'describecluster', missing()))).toBe(
    'wait: describecluster of 127.0.0.3 is missing, timed-out: after 20 s',
  );
  const none = seen({ ...description, schemaVersions: [] });
  const snapshot = [first, third].reduce(
    (so, address) => withSource(so, address, 'describecluster', none),
    healthySnapshot,
  );
  expect(judged(schemaAgreement, { ...healthyView, snapshot })).toMatch(/^wait: no schema version/);
  expect(judged(schemaAgreement, { ...healthyView, members: [second] })).toMatch(/^wait: there is/);
});

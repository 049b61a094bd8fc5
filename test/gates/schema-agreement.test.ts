import { expect, test } from 'vitest';
import { schemaAgreement } from '../../src/gates/schema-agreement.ts';
import {
  first,
  healthySnapshot,
  healthyView,
  judged,
  localOf,
  missing,
  second,
  seen,
  statusWith,
  third,
  viewWith,
  withSource,
} from './healthy-view.ts';

const says = (address: string, change: object) =>
  viewWith(address, 'cql-local', seen({ ...localOf(address), ...change }));

test('passes with one version on every node', () => {
  expect(judged(schemaAgreement, healthyView)).toBe('pass: one schema version on 4.1, by 3 nodes');
});

test.each([first, second, third])(
  'waits when %s has another version on the same line',
  (address) => {
    expect(judged(schemaAgreement, says(address, { schemaVersion: 'schema-b' }))).toMatch(
      /^wait: 4.1 has two schema versions, schema-[ab] and schema-[ab]/,
    );
  },
);

test('passes two versions on two release lines, as while upgrading', () => {
  const view = says(second, { schemaVersion: 'schema-b', releaseVersion: '5.0.8' });
  expect(judged(schemaAgreement, view)).toBe('pass: one schema version on 4.1, 5.0, by 3 nodes');
});

test('two patches of one line must have one version', () => {
  const view = says(second, { schemaVersion: 'schema-b', releaseVersion: '4.1.11' });
  expect(judged(schemaAgreement, view)).toMatch(/^wait: 4.1 has two schema versions/);
});

test('waits when the release of a node is no version', () => {
  expect(judged(schemaAgreement, says(third, { releaseVersion: '?' }))).toBe(
    'wait: the release of 127.0.0.3 is not known',
  );
});

test.each([first, second, third])('waits while %s does not answer', (address) => {
  expect(judged(schemaAgreement, viewWith(address, 'cql-local', missing()))).toBe(
    `wait: system.local of ${address} is missing, timed-out: after 20 s`,
  );
});

test('a subject that its peers see down may be silent', () => {
  const down = seen(statusWith(second, { liveness: 'down' }));
  const snapshot = withSource(
    withSource(healthySnapshot, third, 'status', down),
    second,
    'cql-local',
    missing('unreachable', 'refused'),
  );
  expect(judged(schemaAgreement, { ...healthyView, snapshot })).toBe(
    'pass: one schema version on 4.1, by 2 nodes',
  );
});

test('waits when there is no other node', () => {
  expect(judged(schemaAgreement, { ...healthyView, members: [second] })).toMatch(/^wait: there is/);
});

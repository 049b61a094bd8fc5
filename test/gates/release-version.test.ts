import { expect, test } from 'vitest';
import { releaseVersion } from '../../src/gates/release-version.ts';
import type { GateView } from '../../src/model/gate.ts';
import {
  first,
  gossipWith,
  healthySnapshot,
  healthyView,
  judged,
  localOf,
  missing,
  second,
  seen,
  third,
  viewWith,
  withSource,
} from './healthy-view.ts';

const upgradeTo = (targetVersion: string, view: GateView = healthyView): GateView => ({
  ...view,
  subject: { ...view.subject, targetVersion },
});

test('in a restart: passes when node and peers say the same', () => {
  expect(judged(releaseVersion, healthyView)).toBe('pass: 4.1.10, and so say 2 of 2 peers');
});

test('in an upgrade: passes on the target, once every peer has heard of it', () => {
  const local = seen({ ...localOf(second), releaseVersion: '5.0.8' });
  const told = seen(gossipWith(second, { releaseVersion: '5.0.8' }));
  const half = withSource(
    withSource(healthySnapshot, second, 'cql-local', local),
    first,
    'gossipinfo',
    told,
  );
  expect(judged(releaseVersion, upgradeTo('5.0.8', { ...healthyView, snapshot: half }))).toBe(
    'wait: 127.0.0.3 has release 4.1.10 of 127.0.0.2, not 5.0.8',
  );
  const whole = withSource(half, third, 'gossipinfo', told);
  expect(judged(releaseVersion, upgradeTo('5.0.8', { ...healthyView, snapshot: whole }))).toBe(
    'pass: 5.0.8, and so say 2 of 2 peers',
  );
});

test('refuses a node that came back with another version', () => {
  expect(judged(releaseVersion, upgradeTo('5.0.8'))).toBe(
    'refuse: 127.0.0.2 runs 4.1.10, not 5.0.8',
  );
});

test('waits when the node or a peer does not say', () => {
  expect(judged(releaseVersion, viewWith(second, 'cql-local', missing()))).toMatch(
    /^wait: release of 127.0.0.2 is not seen, timed-out/,
  );
  expect(judged(releaseVersion, viewWith(third, 'gossipinfo', missing()))).toMatch(
    /^wait: gossipinfo of 127.0.0.3 is missing/,
  );
  const silent = seen(gossipWith(second, { releaseVersion: undefined }));
  expect(judged(releaseVersion, viewWith(third, 'gossipinfo', silent))).toMatch(
    /^wait: 127.0.0.3 has release unknown/,
  );
  expect(releaseVersion.judge({ ...healthyView, members: [second] }).kind).toBe('wait');
});

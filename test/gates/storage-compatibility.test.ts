import { expect, test } from 'vitest';
import { storageCompatibility } from '../../src/gates/storage-compatibility.ts';
import type { GateView } from '../../src/model/gate.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import {
  first,
  gossipWith,
  healthySnapshot,
  healthyView,
  judged,
  missing,
  second,
  seen,
  settings,
  third,
  withSource,
} from './healthy-view.ts';

const inMode = (mode: string, snapshot: Snapshot = healthySnapshot) =>
  withSource(
    snapshot,
    second,
    'settings',
    seen({ values: { ...settings.values, storage_compatibility_mode: mode } }),
  );
const heardBy = (peers: readonly string[], netVersion: number | undefined, snapshot: Snapshot) =>
  peers.reduce(
    (so, peer) => withSource(so, peer, 'gossipinfo', seen(gossipWith(second, { netVersion }))),
    snapshot,
  );
const verdict = (snapshot: Snapshot) => {
  const view: GateView = {
    ...healthyView,
    snapshot,
    subject: { ...healthyView.subject, storageMode: 'UPGRADING' },
  };
  return judged(storageCompatibility, view);
};

test('passes in the mode that was set, once every peer hears its messages', () => {
  const half = heardBy([first], 13, inMode('UPGRADING'));
  expect(verdict(half)).toBe('wait: 127.0.0.3 has NET_VERSION 12 of 127.0.0.2, not 13');
  expect(verdict(heardBy([third], 13, half))).toBe(
    'pass: UPGRADING, and 2 of 2 peers hear messages of version 13',
  );
});

test.each(['CASSANDRA_4', 'NONE'])('refuses a node that came back in %s', (mode) => {
  expect(verdict(heardBy([first, third], 13, inMode(mode)))).toBe(
    `refuse: 127.0.0.2 is in ${mode}, not in UPGRADING`,
  );
});

test('refuses a node whose release has no mode', () => {
  expect(verdict(healthySnapshot)).toBe('refuse: 127.0.0.2 is in no mode, not in UPGRADING');
});

test("without the plan's mode nothing passes", () => {
  const snapshot = heardBy([first, third], 13, inMode('UPGRADING'));
  expect(judged(storageCompatibility, { ...healthyView, snapshot })).toMatch(/^refuse: /);
});

test('waits when the node or a peer does not say', () => {
  const silent = withSource(healthySnapshot, second, 'settings', missing());
  expect(verdict(silent)).toBe('wait: settings of 127.0.0.2 are not seen, timed-out: after 20 s');
  const whole = heardBy([first, third], 13, inMode('UPGRADING'));
  expect(verdict(withSource(whole, third, 'gossipinfo', missing()))).toMatch(
    /^wait: gossipinfo of 127.0.0.3 is missing/,
  );
  expect(verdict(heardBy([third], undefined, whole))).toBe(
    'wait: 127.0.0.3 has NET_VERSION unknown of 127.0.0.2, not 13',
  );
});

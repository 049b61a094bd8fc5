import { expect, test } from 'vitest';
import { storageMode } from '../../src/gates/storage-mode.ts';
import type { GateView } from '../../src/model/gate.ts';
import type { StorageMode } from '../../src/model/step.ts';
import {
  addresses,
  healthySnapshot,
  healthyView,
  judged,
  localOf,
  missing,
  seen,
  settings,
  third,
  withSource,
} from './healthy-view.ts';

/** All on 5.0.8 in a mode. */
const inMode = (mode: string | undefined) =>
  addresses.reduce((so, address) => {
    const values = { ...settings.values, ...(mode && { storage_compatibility_mode: mode }) };
    const local = withSource(
      so,
      address,
      'cql-local',
      seen({ ...localOf(address), releaseVersion: '5.0.8' }),
    );
    return withSource(local, address, 'settings', seen({ values }));
  }, healthySnapshot);

function verdict(snapshot: GateView['snapshot'], mode?: StorageMode): string {
  const subject = { ...healthyView.subject, ...(mode && { storageMode: mode }) };
  return judged(storageMode, { ...healthyView, snapshot, subject });
}

test.each([
  ['CASSANDRA_4', 'UPGRADING'],
  ['UPGRADING', 'UPGRADING'],
  ['UPGRADING', 'NONE'],
  ['CASSANDRA_4', undefined],
] as const)('from %s a roll to %s goes', (now, to) => {
  expect(verdict(inMode(now), to)).toMatch(/^pass: 3 nodes/);
});

test.each([
  ['NONE', 'UPGRADING', 'is in NONE, and this roll goes from CASSANDRA_4 or UPGRADING'],
  ['CASSANDRA_4', 'NONE', 'is in CASSANDRA_4, and this roll goes from UPGRADING or NONE'],
  ['UPGRADING', undefined, 'is in UPGRADING, and this roll goes from CASSANDRA_4'],
  [undefined, undefined, 'is in no mode, and this roll goes from CASSANDRA_4'],
] as const)('from %s an old plan to %s does not', (now, to, why) => {
  expect(verdict(inMode(now), to)).toBe(`refuse: ${addresses[0]} ${why}`);
});

test('a node of another line has no mode: on the way back it is done, else the roll refuses', () => {
  const old = seen({ ...localOf(third), releaseVersion: '4.1.10' });
  const mixed = (mode: string) => withSource(inMode(mode), third, 'cql-local', old);
  expect(verdict(mixed('CASSANDRA_4'))).toMatch(/^pass/);
  expect(verdict(mixed('CASSANDRA_4'), 'UPGRADING')).toBe(
    `refuse: ${third} runs 4.1.10, which has no such mode`,
  );
});

test.each(['cql-local', 'settings'] as const)('without %s of a node it waits', (source) => {
  const snapshot = withSource(inMode('CASSANDRA_4'), third, source, missing());
  expect(verdict(snapshot)).toMatch(new RegExp(`^wait: .*${third}.*timed-out`));
});

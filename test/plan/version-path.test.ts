import { expect, test } from 'vitest';
import type { Playbook } from '../../src/model/playbook.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { buildPlan } from '../../src/plan/build.ts';
import type { PlanRequest } from '../../src/plan/request.ts';
import {
  addresses,
  healthySnapshot,
  localOf,
  seen,
  settings,
  withSource,
  without,
} from '../gates/healthy-view.ts';
import { healthyRequest, problemsOf, restart, upgrade } from './healthy-request.ts';

const withSnapshot = (snapshot: Snapshot): PlanRequest => ({ ...healthyRequest, snapshot });
const everywhere = (change: (snapshot: Snapshot, address: string) => Snapshot) =>
  addresses.reduce(change, healthySnapshot);
const releases = (...versions: readonly string[]) =>
  everywhere((so, address) => {
    const releaseVersion = versions[addresses.indexOf(address)] ?? '4.1.10';
    return withSource(so, address, 'cql-local', seen({ ...localOf(address), releaseVersion }));
  });

type Change = Omit<Partial<PlanRequest>, 'toVersion'> & { readonly toVersion?: string | undefined };

test.each<[string, Change, string]>([
  ['no target', { toVersion: undefined }, 'usage: no target version'],
  ['a target that is no version', { toVersion: 'five' }, 'usage: "five" is no release'],
  ['a line, not a release', { toVersion: '5.0' }, 'usage: "5.0" is no release'],
  ['a target with a blank', { toVersion: '5.0.8 ' }, 'usage: "5.0.8 " is no release'],
  [
    'a target of another line',
    { toVersion: '4.1.12' },
    'usage: playbook upgrade-4.1-to-5.0 goes to 5.0, not to 4.1.12',
  ],
  [
    'a target for a restart',
    { playbook: restart },
    'usage: playbook rolling-restart changes no version, and 5.0.8 was asked for',
  ],
  [
    'a target that all nodes run',
    { snapshot: releases('5.0.8', '5.0.8', '5.0.8') },
    'usage: every node runs 5.0.8 already',
  ],
  [
    'a downgrade',
    { snapshot: releases('5.0.9', '5.0.9', '5.0.9') },
    'refused: 127.0.0.1 runs 5.0.9, newer than 5.0.8',
  ],
  [
    'a line the playbook does not go from',
    { snapshot: releases('4.0.19', '4.0.19', '4.0.19') },
    'refused: 127.0.0.1 runs a 4.0, and upgrade-4.1-to-5.0 goes from 4.1',
  ],
  [
    'a line Cassandra cannot go from, whatever the playbook says',
    {
      snapshot: releases('3.11.19', '3.11.19', '3.11.19'),
      playbook: { ...upgrade, from: ['3.11'] },
    },
    'refused: 127.0.0.1 runs a 3.11, and upgrade-4.1-to-5.0 goes from 3.11',
  ],
  [
    'two releases beside the target',
    { snapshot: releases('4.1.9', '4.1.10', '5.0.8') },
    'refused: the nodes run different releases beside 5.0.8: 4.1.10, 4.1.9',
  ],
  [
    'a release that is no version',
    { snapshot: releases('weird', 'weird', 'weird') },
    'refused: 127.0.0.1 runs "weird", which is no version known here',
  ],
])('refuses %s', (_, change, problem) => {
  const { toVersion, ...request } = { ...healthyRequest, ...change };
  const asked = toVersion === undefined ? request : { ...request, toVersion };
  expect(problemsOf(asked)[0]).toBe(problem);
});

test('a restart needs one release on all nodes', () => {
  const request = without(withSnapshot(releases('4.1.10', '5.0.8', '4.1.10')), 'toVersion');
  expect(problemsOf({ ...request, playbook: restart })).toEqual([
    'refused: the nodes run different releases: 4.1.10, 5.0.8',
  ]);
});

test('a patch upgrade within the line of the playbook is allowed', () => {
  expect(problemsOf(withSnapshot(releases('5.0.6', '5.0.6', '5.0.6')))).toEqual([]);
});

const clearing = { kind: 'clear-compaction-history', params: { timeoutMs: 1_000 } } as const;
const back: Playbook = {
  ...upgrade,
  name: 'downgrade',
  from: ['5.0'],
  to: '4.1',
  steps: upgrade.steps.toSpliced(2, 0, clearing),
};
const patch: Playbook = { ...without(upgrade, 'from'), name: 'patch-upgrade', to: 'same-line' };
const path = (playbook: Playbook, toVersion: string, release: string) =>
  problemsOf({ ...healthyRequest, playbook, toVersion, snapshot: inCassandra4(release) }).filter(
    (problem) => !problem.includes('clearCompactionHistory'),
  );

/** Its rules want to know the mode of every node of 5.0. */
function inCassandra4(release: string): Snapshot {
  const values = { ...settings.values, storage_compatibility_mode: 'CASSANDRA_4' };
  return addresses.reduce(
    (so, address) => withSource(so, address, 'settings', seen({ values })),
    releases(release, release, release),
  );
}

test('a declared way back is allowed where one is known, and nothing else is', () => {
  expect(path(back, '4.1.10', '5.0.8')).toEqual([]);
  // What is declared, and not known.
  expect(path({ ...back, from: ['4.1'], to: '4.0' }, '4.0.19', '4.1.10')).toEqual([
    ...addresses.map((address) => `refused: ${address} runs 4.1.10, newer than 4.0.19`),
  ]);
  // What 4.1 cannot read would be left.
  expect(path({ ...back, steps: upgrade.steps }, '4.1.10', '5.0.8')[0]).toBe(
    'refused: 127.0.0.1 runs 5.0.8, newer than 4.1.10',
  );
  // What is known, and not declared.
  expect(path({ ...back, from: ['4.0'] }, '4.1.10', '5.0.8')[0]).toBe(
    'refused: 127.0.0.1 runs 5.0.8, newer than 4.1.10',
  );
  // Within the line the declared way is none.
  expect(path(back, '4.1.9', '4.1.10')[0]).toBe('refused: 127.0.0.1 runs 4.1.10, newer than 4.1.9');
});

test('a playbook that stays within the line goes to a newer release of it, and to no other line', () => {
  expect(path(patch, '4.1.12', '4.1.10')).toEqual([]);
  expect(path(patch, '5.0.9', '5.0.8')).toEqual([]);
  expect(path(patch, '5.0.8', '4.1.10')[0]).toBe(
    'refused: 127.0.0.1 runs a 4.1, and patch-upgrade stays within a release line',
  );
  expect(path(patch, '4.1.9', '4.1.10')[0]).toBe(
    'refused: 127.0.0.1 runs 4.1.10, newer than 4.1.9',
  );
  expect(path(patch, '4.1', '4.1.10')[0]).toBe('usage: "4.1" is no release');
});

test.each([
  [
    '3.0.32',
    '4.1.10',
    'go 3.0 → 3.11/4.0 → 4.1; a playbook of your own may take it in one hop, with from: [3.0]',
  ],
  ['2.2.19', '4.1.10', 'go 2.2 → 3.0/3.11 → 4.1'],
])('from %s to %s the hint names the way', (from, toVersion, hint) => {
  const playbook = { ...upgrade, from: ['3.11'], to: '4.1' };
  const result = buildPlan({ ...withSnapshot(releases(from, from, from)), playbook, toVersion });
  expect(result).toMatchObject({
    kind: 'problems',
    problems: expect.arrayContaining([expect.objectContaining({ hint })]) as unknown,
  });
});

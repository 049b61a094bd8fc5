import { expect, test } from 'vitest';
import type { Snapshot } from '../../src/model/snapshot.ts';
import type { StorageMode } from '../../src/model/step.ts';
import { addresses, missing, seen, withSource } from '../gates/healthy-view.ts';
import { inventory, planOf, problemsOf } from './healthy-request.ts';
import { clusterIn, modeRequest } from './mode-request.ts';

const [first = ''] = addresses;

/** Those of the modes; rules of files do not matter here. */
const modeProblems = (mode: StorageMode, snapshot: Snapshot) =>
  problemsOf(modeRequest(mode, snapshot));

test('from CASSANDRA_4 to UPGRADING: every node gets the step, its command and its gate', () => {
  const plan = planOf(modeRequest('UPGRADING', clusterIn(['CASSANDRA_4'])));
  expect(plan.nodes.map(({ approvals }) => approvals)).toEqual([
    ['storage-compatibility'],
    undefined,
    undefined,
  ]);
  expect(plan.nodes[1]?.commands.storageCompatibility).toEqual(['set', '127.0.0.2', 'UPGRADING']);
  expect(plan.warnings).toContain(
    'storage-compatibility is irreversible from its first node on: only snapshots lead back; a run asks for its name (--approve storage-compatibility)',
  );
});

test('a node that is in the mode is a member, and nothing is done on it', () => {
  const plan = planOf(
    modeRequest('UPGRADING', clusterIn(['UPGRADING', 'CASSANDRA_4', 'CASSANDRA_4'])),
  );
  const done = plan.nodes.find(({ address }) => address === first);
  expect(done).toMatchObject({ steps: [] });
  expect(done?.reason).toContain('already in UPGRADING, nothing to do');
  expect(plan.nodes.filter(({ steps }) => steps.length > 0)).toHaveLength(2);
});

test.each<[string, StorageMode, Snapshot, string]>([
  [
    'NONE before UPGRADING',
    'NONE',
    clusterIn(['CASSANDRA_4']),
    'refused: 127.0.0.1 is in CASSANDRA_4, and NONE is rolled to from UPGRADING',
  ],
  [
    'NONE while one node is not in UPGRADING yet',
    'NONE',
    clusterIn(['UPGRADING', 'CASSANDRA_4', 'UPGRADING']),
    'refused: 127.0.0.2 is in CASSANDRA_4, and NONE is rolled to from UPGRADING',
  ],
  [
    'the way back from NONE',
    'UPGRADING',
    clusterIn(['NONE']),
    'refused: 127.0.0.1 is in NONE, and UPGRADING is rolled to from CASSANDRA_4',
  ],
  [
    'a mode that all are in',
    'UPGRADING',
    clusterIn(['UPGRADING']),
    'usage: every node is in UPGRADING already',
  ],
  [
    'a release without modes',
    'UPGRADING',
    clusterIn([''], '4.1.10'),
    'refused: 127.0.0.1 runs 4.1.10: storage_compatibility_mode is known here for 5.0 alone',
  ],
  [
    'a node that does not say',
    'UPGRADING',
    withSource(clusterIn(['CASSANDRA_4']), first, 'settings', missing()),
    'cannot-tell: the storage_compatibility_mode of 127.0.0.1 was not seen, timed-out: after 20 s',
  ],
  [
    'a node of 5.0 that tells no mode',
    'UPGRADING',
    clusterIn(['', 'CASSANDRA_4', 'CASSANDRA_4']),
    'cannot-tell: the storage_compatibility_mode of 127.0.0.1 was not seen, it did not say',
  ],
])('refuses %s', (_, mode, snapshot, problem) => {
  expect(modeProblems(mode, snapshot)[0]).toBe(problem);
});

test('without the command there is no plan', () => {
  const asked = modeRequest('UPGRADING', clusterIn(['CASSANDRA_4']));
  expect(problemsOf({ ...asked, inventory })).toEqual([
    'usage: the inventory has no command "storageCompatibility" for any node',
  ]);
});

test('what may not run meanwhile holds this roll as it holds an upgrade', () => {
  const streams = [{ peer: '127.0.0.2', direction: 'sending' }] as never;
  const busy = withSource(
    clusterIn(['CASSANDRA_4']),
    first,
    'netstats',
    seen({ mode: 'NORMAL', streams }),
  );
  expect(modeProblems('UPGRADING', busy).join()).toContain('no-streams');
});

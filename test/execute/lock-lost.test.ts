import { expect, test } from 'vitest';
import type { Fault } from '../../src/simulate/fault.ts';
import { without } from '../gates/healthy-view.ts';
import { paths } from '../simulate/simulated-roll.ts';
import { smallRoll } from './small-roll.ts';

const other = { runId: 'r0', pid: 50, hostname: 'elsewhere', command: 'node', since: 0 };
const who = 'run r0 (pid 50 on elsewhere, since 1970-01-01T00:00:00Z)';
const hint =
  'see first who rolls this cluster; when that has ended, look with `ringward health --for 90s`, then: ringward upgrade resume r1';

/** A roll of which somebody takes the locks of these nodes as a command is about to run; undefined: removes them. */
function robbedRoll(line: string, nodes: readonly string[], lock?: string) {
  const roll = smallRoll();
  roll.when(line, () => {
    const state = roll.cluster.state();
    const robbed = state.nodes.map((node) => {
      if (!nodes.includes(node.address)) return node;
      const free = without(node, 'lock');
      return lock === undefined ? free : { ...free, lock };
    });
    roll.cluster.change({ ...state, nodes: robbed });
  });
  return roll;
}

test('a run whose lock on a node was taken over does nothing more there: exit 4, who has it, what it left', async () => {
  const { run, acts, events, cluster } = robbedRoll(
    '10.0.0.1 stop',
    ['10.0.0.1'],
    JSON.stringify(other),
  );
  await expect(run()).rejects.toMatchObject({
    exitCode: 4,
    message: `10.0.0.1 is locked by ${who} now; run r1 does nothing more; 10.0.0.1 is part-way (after stop)`,
    hint,
  });
  expect(acts()).toEqual(['10.0.0.1 drain', '10.0.0.1 stop']);
  expect(events().at(-1)).toMatchObject({ type: 'run-ended', how: 'failed' });
  expect(cluster.state().nodes[0]?.lock).toBe(JSON.stringify(other));
});

test('a part of the same run on another machine counts as another, and its lock stays', async () => {
  const own = JSON.stringify({ ...other, runId: 'r1' });
  const { run, acts, cluster } = robbedRoll('10.0.0.1 start', ['10.0.0.2'], own);
  await expect(run()).rejects.toMatchObject({
    exitCode: 6,
    message: expect.stringMatching(
      /^10\.0\.0\.2 is locked by run r1 .* now; run r1 does nothing more; no node is part-way$/,
    ) as string,
  });
  expect(acts().at(-1)).toBe('10.0.0.1 start');
  expect(cluster.state().nodes.map(({ lock }) => lock)).toEqual([undefined, own, undefined]);
});

test('a lock that is gone is not the own one: somebody else may have come and gone', async () => {
  const { run, events } = robbedRoll('10.0.0.1 start', ['10.0.0.2']);
  await expect(run()).rejects.toMatchObject({
    exitCode: 6,
    message:
      'the lock of run r1 on 10.0.0.2 is gone; run r1 does nothing more; no node is part-way',
  });
  expect(events().at(-1)).toMatchObject({ type: 'run-ended', how: 'refused' });
});

test.each([
  ['removed', undefined, 'nobody: /state/sim/lock is gone'],
  ['another’s', JSON.stringify(other), who],
  ['unreadable', '{', 'an unreadable lock file'],
])('the lock of this machine is %s: nothing is written down any more', async (_, lock, by) => {
  const { run, when, files, acts } = smallRoll();
  let journal: string | undefined;
  when('10.0.0.1 stop', () => {
    journal = files.textOf(paths.journal);
    void (lock === undefined
      ? files.remove('/state/sim/lock')
      : files.writeText('/state/sim/lock', lock));
  });
  await expect(run()).rejects.toMatchObject({
    exitCode: 4,
    message: `the lock of this cluster is held by ${by}; run r1 does nothing more; 10.0.0.1 is part-way (in stop)`,
  });
  expect(acts().at(-1)).toBe('10.0.0.1 stop');
  expect(files.textOf(paths.journal)).toBe(journal);
  expect(files.textOf('/state/sim/lock')).toBe(lock);
});

test('a lock that cannot be looked at before an act: unknown is not ours', async () => {
  const { run, when, cluster, acts } = smallRoll();
  when('10.0.0.1 stop', () => {
    const lost: Fault = { kind: 'connection-lost', node: '10.0.0.1', command: 'lock' };
    cluster.change({ ...cluster.state(), faults: [lost] });
  });
  await expect(run()).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(
      /^10\.0\.0\.1: whether another run holds the cluster cannot be known: Connection closed by remote host; run r1/,
    ) as string,
  });
  expect(acts().at(-1)).toBe('10.0.0.1 stop');
});

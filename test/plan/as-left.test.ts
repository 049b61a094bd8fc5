import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nextCommands } from '../../src/model/next-command.ts';
import { notAsLeft, ownReleases, silentNotes, type Standings } from '../../src/plan/as-left.ts';
import {
  first,
  gossipOf,
  healthySnapshot,
  localOf,
  missing,
  second,
  seen,
  third,
  withSource,
} from '../gates/healthy-view.ts';
import { healthyRequest, planOf } from './healthy-request.ts';

const plan = planOf(healthyRequest);
const next = nextCommands({ inventory: 'lab.yaml' });
const left: Standings['left'] = new Map([
  [first, ['5.0.8']],
  [second, ['4.1.10', '5.0.8']],
  [third, ['4.1.10']],
]);
const running = (...releases: readonly string[]): Standings => ({
  left,
  now: new Map(
    [first, second, third].flatMap((node, at) =>
      releases.slice(at, at + 1).map((r) => [node, r] as const),
    ),
  ),
});

test.each(['4.1.10', '5.0.8'])('all as the run left them, the one part-way on %s', (release) => {
  expect(notAsLeft('r1', plan, running('5.0.8', release, '4.1.10'), next)).toBeUndefined();
});

test('one not begun that runs the new release: refused, with what leads back from there', () => {
  expect(notAsLeft('r1', plan, running('5.0.8', '5.0.8', '5.0.8'), next)).toEqual({
    kind: 'refused',
    message: `the nodes are not as run r1 left them: ${third} runs 5.0.8, the run left it on 4.1.10`,
    hint:
      'another run came after it, and tells what it did where it was begun: ringward upgrade status; the way back ' +
      'from there is a plan of its own: ringward upgrade plan --playbook downgrade-5.0-to-4.1 --to 4.1.10 --inventory lab.yaml',
  });
});

test('one done that is back, and one part-way on a third release: each is named, no way is made up', () => {
  const problem = notAsLeft('r1', plan, running('4.1.10', '4.1.11', '4.1.10'), next);
  expect(problem?.message).toContain(
    `${first} runs 4.1.10, the run left it on 5.0.8; ${second} runs 4.1.11, the run left it on 4.1.10 or 5.0.8`,
  );
  expect(problem?.hint).not.toContain('upgrade plan');
});

test('nodes that are alike are named together', () => {
  const both = {
    left: new Map([
      [first, ['4.1.10']],
      [second, ['4.1.10']],
    ]),
    now: running('5.0.8', '5.0.8').now,
  };
  expect(notAsLeft('r1', plan, both, next)?.message).toContain(
    `${first}, ${second} run 5.0.8, the run left them on 4.1.10`,
  );
});

test('nodes that give no answer stand against nothing, and are told', () => {
  expect(notAsLeft('r1', plan, running(), next)).toBeUndefined();
  expect(silentNotes('r1', plan, running('5.0.8', '4.1.10'))).toEqual([
    `no answer from ${third}: which release it runs is told by the journal of run r1 alone`,
  ]);
  expect(silentNotes('r1', plan, running('5.0.8', '4.1.10', '4.1.10'))).toEqual([]);
});

test('a node tells its release over CQL, else by its own gossip; the word of its peers is not its own', () => {
  const upgraded = seen({ ...localOf(first), releaseVersion: '5.0.8' });
  const closed = withSource(
    withSource(healthySnapshot, first, 'cql-local', upgraded),
    second,
    'cql-local',
    missing('unreachable', 'refused'),
  );
  const gossip = seen({
    heartbeats: [7, 7],
    endpoints: [{ ...gossipOf(second), releaseVersion: '5.0.7' }, gossipOf(third)],
  });
  const heard = withSource(closed, second, 'gossipinfo', gossip);
  const silent = withSource(heard, third, 'cql-local', missing());
  const now = ownReleases(withSource(silent, third, 'gossipinfo', missing()));
  expect([...now]).toEqual([
    [first, '5.0.8'],
    [second, '5.0.7'],
  ]);
});

test('the playbook that is named is shipped', () => {
  expect(existsSync(new URL('../../playbooks/downgrade-5.0-to-4.1.yaml', import.meta.url))).toBe(
    true,
  );
});

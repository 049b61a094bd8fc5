import { expect, test } from 'vitest';
import { applyEvent, noProgress } from '../../src/model/event.ts';
import { exited } from '../fakes/fake-runner.ts';
import { addresses, fakeRun } from './fake-run.ts';

/** A run that ended at the second node, whose start left it down. */
async function heldAtSecond() {
  const world = fakeRun();
  world.nodes.fault('10.0.0.2 start', (_, node) => {
    node.process = 'stopped';
    return exited('');
  });
  await world.run().catch(() => undefined);
  world.nodes.heal();
  world.nodes.commands.length = 0;
  return world;
}

test('what another run appended before the lock was ours is seen: nothing is done twice', async () => {
  const { nodes, run, resume, events } = await heldAtSecond();
  const stale = events().reduce(applyEvent, noProgress);
  await resume();
  nodes.commands.length = 0;
  // We had read the journal before that other run went on.
  await run(stale);
  expect(nodes.acts()).toEqual([]);
  const ofNodes = events().filter(({ type }) => type === 'node-started' || type === 'node-done');
  expect(ofNodes).toHaveLength(2 * addresses.length);
  expect(events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
});

test('the journal is read while the lock is held, not before', async () => {
  const { files, paths, resume } = await heldAtSecond();
  const readText = files.readText.bind(files);
  const locked: boolean[] = [];
  files.readText = async (path) => {
    if (path === paths.journal) locked.push(await files.exists('/state/fake/lock'));
    return await readText(path);
  };
  await resume();
  expect(locked.length).toBeGreaterThan(0);
  expect(locked).not.toContain(false);
});

test('a node that is taken up again is asked for its own word once before it is decided where', async () => {
  const { nodes, resume, events } = await heldAtSecond();
  nodes.node('10.0.0.2').process = 'running';
  nodes.node('10.0.0.2').mode = 'STARTING';
  const askedBefore: number[] = [];
  let asked = 0;
  const look = nodes.look.bind(nodes);
  nodes.look = (needs) => {
    if (needs('10.0.0.2').has('cql-local')) asked += 1;
    return look(needs);
  };
  nodes.fault('running', () => {
    askedBefore.push(asked);
    return exited('', 1);
  });
  await resume().catch(() => undefined);
  // The first `running` is the one of the re-entry, the second that of the step it led to.
  expect(askedBefore.slice(0, 2)).toEqual([0, 1]);
  expect(events().filter(({ type }) => type === 'run-resumed')).toHaveLength(1);
});

test('a run that the lock refuses leaves nothing behind', async () => {
  const { files, processes, paths, run } = fakeRun();
  processes.commands.set(7, 'ringward');
  const lock = { runId: 'r0', pid: 7, hostname: 'here', command: 'ringward', since: 0 };
  await files.createExclusive('/state/fake/lock', JSON.stringify(lock));
  await expect(run()).rejects.toMatchObject({ exitCode: 6 });
  expect(await files.exists(paths.folder)).toBe(false);
});

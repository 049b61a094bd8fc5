import { expect, test } from 'vitest';
import { applyEvent, noProgress } from '../../src/model/event.ts';
import { fakeProcesses } from '../fakes/fake-processes.ts';
import { paths } from '../simulate/simulated-roll.ts';
import { addresses, smallRoll } from './small-roll.ts';

/** A run that ended at the second node, whose start left it down. */
async function heldAtSecond() {
  const log = 'ERROR out of luck';
  const roll = smallRoll({
    faults: [{ kind: 'dies-starting', node: '10.0.0.2', times: 1, log }],
  });
  await roll.run().catch(() => undefined);
  roll.forget();
  return roll;
}

test('what another run appended before the lock was ours is seen: nothing is done twice', async () => {
  const { acts, forget, resume, events } = await heldAtSecond();
  const stale = events().reduce(applyEvent, noProgress);
  await resume();
  forget();
  // We had read the journal before that other run went on.
  await resume(stale);
  expect(acts()).toEqual([]);
  const ofNodes = events().filter(({ type }) => type === 'node-started' || type === 'node-done');
  expect(ofNodes).toHaveLength(2 * addresses.length);
  expect(events().at(-1)).toMatchObject({ type: 'run-ended', how: 'complete' });
});

test('the journal is read while the lock is held, not before', async () => {
  const { ports, resume } = await heldAtSecond();
  const { files } = ports;
  const readText = files.readText.bind(files);
  const locked: boolean[] = [];
  files.readText = async (path) => {
    if (path === paths.journal) locked.push(await files.exists('/state/sim/lock'));
    return await readText(path);
  };
  await resume();
  expect(locked.length).toBeGreaterThan(0);
  expect(locked).not.toContain(false);
});

test('a node that is taken up again is asked for its own word once before it is decided where', async () => {
  const { ports, when, resume, events } = await heldAtSecond();
  const connect = ports.cql.connect.bind(ports.cql);
  let asked = 0;
  ports.cql.connect = (target) => {
    // Each question to a node that is down is an attempt of its own.
    if (target.addresses.includes('10.0.0.2')) asked += 1;
    return connect(target);
  };
  const askedBefore: number[] = [];
  when('10.0.0.2 running', () => {
    askedBefore.push(asked);
  });
  await resume();
  // The first `running` is the one of the re-entry, the second that of the step it led to.
  expect(askedBefore.slice(0, 2)).toEqual([0, 1]);
  expect(events().filter(({ type }) => type === 'run-resumed')).toHaveLength(1);
});

test('a run that the lock refuses leaves nothing behind', async () => {
  const { files, ports, run } = smallRoll();
  Object.assign(ports, { processes: fakeProcesses({ 7: 'ringward', 100: 'ringward' }) });
  const lock = { runId: 'r0', pid: 7, hostname: 'here', command: 'ringward', since: 0 };
  await files.createExclusive('/state/sim/lock', JSON.stringify(lock));
  await expect(run()).rejects.toMatchObject({ exitCode: 6 });
  expect(await files.exists(paths.folder)).toBe(false);
});

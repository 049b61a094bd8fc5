import { expect, test } from 'vitest';
import { takeLock } from '../../src/execute/lock.ts';
import { simulatedRoll } from '../simulate/simulated-roll.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { fakeProcesses } from '../fakes/fake-processes.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

const statusCommand = 'ringward upgrade status';
const holder = { runId: 'r2', now: Date.UTC(2026, 0, 1), statusCommand };
const held = (changes: object = {}) =>
  JSON.stringify({
    runId: 'r1',
    pid: 50,
    hostname: 'here',
    command: 'node ringward.js',
    since: 0,
    ...changes,
  });

test('the lock is taken, and gone after its release', async () => {
  const files = memoryFiles();
  const { release } = await takeLock('/s/lock', holder, { files, processes: fakeProcesses() });
  expect(files.textOf('/s/lock')).toContain('"runId":"r2"');
  expect(files.textOf('/s/lock')).not.toContain('machine');
  await release();
  expect(await files.exists('/s/lock')).toBe(false);
});

test('a living holder keeps it: exit 6, who it is, and what to do', async () => {
  const files = memoryFiles({ '/s/lock': held() });
  const processes = fakeProcesses({ 50: 'node ringward.js', 100: 'node ringward.js' });
  const failure = await takeLock('/s/lock', holder, { files, processes }).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({
    exitCode: 6,
    message: 'this cluster is locked by run r1 (pid 50 on here, since 1970-01-01T00:00:00Z)',
    hint: 'follow it with `ringward upgrade status`; if that process is surely gone, remove /s/lock',
  });
  expect(files.textOf('/s/lock')).toBe(held());
});

test.each([
  ['its process is gone', {}, fakeProcesses(), true],
  [
    'its pid belongs to another program now',
    {},
    fakeProcesses({ 50: 'vim', 100: 'node ringward.js' }),
    true,
  ],
  ['it was taken on another machine', { hostname: 'there' }, fakeProcesses(), false],
  ['it was taken on another of this name', { machine: 'm2' }, fakeProcesses({}, 'm1'), false],
  ['it was taken on this very one', { machine: 'm1' }, fakeProcesses({}, 'm1'), true],
  ['it does not say on which of this name', {}, fakeProcesses({}, 'm1'), true],
  ['this machine has no id', { machine: 'm2' }, fakeProcesses({}), true],
])('when %s, taking it over is %3$s', async (_, changes, processes, isTaken) => {
  const files = memoryFiles({ '/s/lock': held(changes) });
  const taken = await takeLock('/s/lock', holder, { files, processes }).then(
    () => true,
    () => false,
  );
  expect(taken).toBe(isTaken);
});

test('a lock says which of the machines of its name took it', async () => {
  const files = memoryFiles();
  await takeLock('/s/lock', holder, { files, processes: fakeProcesses({}, 'm1') });
  expect(files.textOf('/s/lock')).toContain('"hostname":"here","machine":"m1"');
});

test('an unreadable lock is somebody’s', async () => {
  const files = memoryFiles({ '/s/lock': '' });
  await expect(takeLock('/s/lock', holder, { files, processes: fakeProcesses() })).rejects.toThrow(
    'this cluster is locked by an unreadable lock file',
  );
});

test('a fresh lock that was renamed away in the belief that it was stale is put back', async () => {
  const files = memoryFiles({ '/s/lock': held() });
  const fresh = held({ runId: 'r9', pid: 60, command: 'node other.js' });
  const rename = files.rename.bind(files);
  files.rename = async (from, to) => {
    // Between our look and our rename somebody else took the lock over.
    if (to.includes('stale')) await files.writeText('/s/lock', fresh);
    await rename(from, to);
  };
  await expect(takeLock('/s/lock', holder, { files, processes: fakeProcesses() })).rejects.toThrow(
    'this cluster is locked by run r9',
  );
  expect(files.textOf('/s/lock')).toBe(fresh);
});

test('only the own lock is released', async () => {
  const files = memoryFiles();
  const { release } = await takeLock('/s/lock', holder, { files, processes: fakeProcesses() });
  await files.writeText('/s/lock', held());
  await release();
  expect(files.textOf('/s/lock')).toBe(held());
});

test('a run says since when in the time of this machine, not in that of simulated nodes', async () => {
  const roll = await simulatedRoll();
  const locks: string[] = [];
  const createExclusive: typeof roll.files.createExclusive = (path, text) => {
    locks.push(text);
    return roll.files.createExclusive(path, text);
  };
  const machineClock = fakeClock(Date.UTC(1999, 0, 1));
  Object.assign(roll.ports, { machineClock, files: { ...roll.files, createExclusive } });
  await roll.run();
  expect(locks.map((text) => JSON.parse(text) as unknown)).toMatchObject([
    { runId: 'r1', since: Date.UTC(1999, 0, 1) },
  ]);
});

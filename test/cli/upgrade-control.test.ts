import { expect, test } from 'vitest';
import { runAbort, runApprove, runPause } from '../../src/cli/upgrade-control-run.ts';
import { resumeUpgrade } from '../../src/cli/upgrade-run.ts';
import { runStatus } from '../../src/cli/upgrade-status-run.ts';
import { readControl } from '../../src/execute/control.ts';
import { readJournal } from '../../src/execute/journal.ts';
import { paths } from '../simulate/simulated-roll.ts';
import { keptRun, type KeptRun } from './kept-run.ts';

const given = { stateDir: '/state' };
const ended = (how: string) => ({ at: 3_000, type: 'run-ended', how });
const nodeBegun = { at: 2_000, type: 'node-started', node: '10.0.0.1', generation: 7 };
const drainBegun = { at: 3_000, type: 'step-started', node: '10.0.0.1', step: 3, kind: 'drain' };

async function run(wish: Partial<KeptRun> = {}) {
  const kept = await keptRun({ records: [], isAlive: true, ...wish });
  await kept.files.writeText('/here/ringward.yaml', 'cluster: sim\nnodes: [10.0.0.1]\n');
  const { ports, files } = kept;
  return {
    ...kept,
    control: () => readControl(files, paths),
    out: () => ports.streams.outText(),
    err: () => ports.streams.errText(),
    last: () => readJournal(files.textOf(paths.journal) ?? '', paths.journal, '').at(-1),
  };
}

test('pause: a run that goes on is asked to, and status says so until it has', async () => {
  const { ports, control, out, err } = await run();
  expect(await runPause(given, ports)).toBe(0);
  expect(await control()).toEqual({ asked: 'pause', approved: [] });
  expect(out()).toBe('run r1 will pause before it begins the next node\n');
  await runStatus({ ...given, format: 'tty' }, ports);
  expect(err()).toContain('asked to pause: it will before it begins the next node');
});

test('pause: a run that does not go on cannot be paused', async () => {
  const { ports, control } = await run({ isAlive: false, records: [ended('refused')] });
  await expect(runPause(given, ports)).rejects.toMatchObject({
    exitCode: 2,
    message: 'run r1 does not go on (refused)',
    hint: 'go on with: ringward upgrade resume r1 --state-dir /state',
  });
  expect(await control()).toEqual({ approved: [] });
});

test('pause: an abort that was asked for stays asked for', async () => {
  const { ports, control } = await run();
  await runAbort(given, ports);
  await expect(runPause(given, ports)).rejects.toMatchObject({
    exitCode: 2,
    message: 'run r1 was asked to end for good',
    hint: 'follow it: ringward upgrade status --state-dir /state',
  });
  expect(await control()).toEqual({ asked: 'abort', approved: [] });
});

test('a paused run: status is exit 7 and says how to go on', async () => {
  const { ports, out } = await run({ isAlive: false, records: [ended('paused')] });
  expect(await runStatus({ ...given, format: 'tty' }, ports)).toBe(7);
  expect(out()).toContain('go on with: ringward upgrade resume r1 --state-dir /state');
});

test('approve: a point that the plan does not have is refused', async () => {
  const { ports, control } = await run();
  await expect(runApprove({ ...given, point: 'canary' }, ports)).rejects.toMatchObject({
    exitCode: 2,
    message: 'run r1 has no point "canary" to approve',
    hint: 'its plan asks for no approval',
  });
  expect(await control()).toEqual({ approved: [] });
});

const approvals = ['canary', 'dc:dc2'];

test('approve: one of its points, and once more; what was asked before stays', async () => {
  const { ports, control, err } = await run({ isAlive: true, approvals });
  await runPause(given, ports);
  await runApprove({ ...given, point: 'canary' }, ports);
  await runApprove({ ...given, point: 'canary' }, ports);
  expect(await control()).toEqual({ asked: 'pause', approved: ['canary'] });
  expect(err()).not.toContain('go on with: ');
});

test('approve: of a run that waits for it the way on is said; a wrong name is told the nearest', async () => {
  const { ports, err } = await run({ isAlive: false, records: [ended('paused')], approvals });
  await expect(runApprove({ ...given, point: 'canery' }, ports)).rejects.toMatchObject({
    hint: expect.stringContaining('canary') as string,
  });
  expect(await runApprove({ ...given, point: 'dc:dc2' }, ports)).toBe(0);
  expect(err()).toContain('go on with: ringward upgrade resume r1 --state-dir /state');
});

test('approve: a run that is over', async () => {
  const { ports } = await run({ isAlive: false, records: [ended('complete')], approvals });
  await expect(runApprove({ ...given, point: 'canary' }, ports)).rejects.toMatchObject({
    exitCode: 2,
    message: 'run r1 is complete',
  });
});

test('abort: a run that goes on is asked to end', async () => {
  const { ports, control } = await run();
  expect(await runAbort(given, ports)).toBe(0);
  expect(await control()).toEqual({ asked: 'abort', approved: [] });
});

test('abort: of a run that nobody carries on the journal is closed; it cannot be resumed, and nothing holds the lock', async () => {
  const { ports, last, files, out } = await run({ isAlive: false, records: [ended('paused')] });
  expect(await runAbort(given, ports)).toBe(0);
  expect(out()).toBe('run r1 is aborted; no node is part-way\n');
  expect(last()).toMatchObject({ type: 'run-ended', how: 'aborted' });
  expect(files.textOf('/state/sim/lock')).toBeUndefined();
  await expect(resumeUpgrade({ ...given, format: 'tty' }, ports)).rejects.toMatchObject({
    exitCode: 2,
    message: 'run r1 was aborted',
  });
  await expect(runAbort(given, ports)).rejects.toMatchObject({ exitCode: 2 });
  expect(await runStatus({ ...given, format: 'tty' }, ports)).toBe(0);
});

test('abort: a node that is part-way must be brought back first', async () => {
  const { ports, last } = await run({ isAlive: false, records: [nodeBegun, drainBegun] });
  await expect(runAbort(given, ports)).rejects.toMatchObject({
    exitCode: 4,
    message: 'run r1 cannot be ended: 10.0.0.1 is part-way (in drain)',
    hint: 'bring it back with ringward upgrade resume r1 --state-dir /state; it may be aborted while it goes on',
  });
  expect(last()).toMatchObject({ type: 'step-started' });
});

const freeze = { freeze: ['reaper', 'pause'], unfreeze: ['reaper', 'resume'] };
const frozen = [
  { at: 1_500, type: 'freeze-started', command: 'freeze' },
  { at: 1_600, type: 'freeze-ended', command: 'freeze' },
  nodeBegun,
  { at: 3_000, type: 'node-done', node: '10.0.0.1' },
  ended('paused'),
];
const byHand = 'repairs and schema changes are left frozen; to lift that by hand: reaper resume';

test('a paused run that has frozen: status says so; abort lifts it, journalled, and is over', async () => {
  const { ports, files, out, cluster } = await run({ isAlive: false, records: frozen, freeze });
  await cluster.update((state) => ({ state: { ...state, isFrozen: true } }));
  await runStatus({ ...given, format: 'tty' }, ports);
  expect(out()).toContain(`\n${byHand}\n`);
  expect(await runAbort(given, ports)).toBe(0);
  expect(cluster.state().isFrozen).toBe(false);
  const events = readJournal(files.textOf(paths.journal) ?? '', paths.journal, '');
  expect(events.slice(-3)).toMatchObject([
    { type: 'freeze-started', command: 'unfreeze' },
    { type: 'freeze-ended', command: 'unfreeze' },
    { type: 'run-ended', how: 'aborted' },
  ]);
  await runStatus({ ...given, format: 'tty' }, ports);
  expect(out().split(byHand)).toHaveLength(2);
});

test('abort: what cannot be lifted leaves the run open, and names the command', async () => {
  const { ports, files, last } = await run({ isAlive: false, records: frozen, freeze });
  const result = { kind: 'exited', code: 7, stdout: 'gone', stderr: '', durationMs: 1 } as const;
  const runner = { run: () => Promise.resolve(result) };
  await expect(runAbort(given, { ...ports, runner })).rejects.toMatchObject({
    exitCode: 3,
    message: `run r1 is not ended: unfreeze: \`reaper resume\` ended with exit code 7; ${byHand}`,
    hint: 'mend the cause, then: ringward upgrade abort r1 --state-dir /state',
    tail: 'gone',
  });
  expect(last()).toMatchObject({ type: 'freeze-ended', command: 'unfreeze' });
  expect(files.textOf('/state/sim/lock')).toBeUndefined();
  expect(await runAbort(given, ports)).toBe(0);
});

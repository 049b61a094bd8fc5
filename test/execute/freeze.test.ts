import { describe, expect, test } from 'vitest';
import { writeControl } from '../../src/execute/control.ts';
import { runPaths } from '../../src/execute/run-store.ts';
import type { UpgradeEvent } from '../../src/model/event.ts';
import type { CommandResult } from '../../src/ports/runner.ts';
import { toRollReport } from '../../src/report/roll-report.ts';
import { paths, rollOn } from '../simulate/simulated-roll.ts';
import { smallRoll, type SmallRollWish } from './small-roll.ts';

const commands = { freeze: ['reaper', 'pause'], unfreeze: ['reaper', 'resume'] };
const byHand = 'to lift that by hand: reaper resume';

function frozenRoll(wish: SmallRollWish = {}) {
  const roll = smallRoll({ freeze: commands, ...wish });
  return {
    ...roll,
    isFrozen: () => roll.cluster.state().isFrozen ?? false,
    /** `freeze-started freeze`, with how each ended, and where nodes are begun and the run ends. */
    story: () => roll.events().flatMap(toldOf),
    frozenInReport: () => toRollReport(roll.plan, roll.events()).frozen,
  };
}

function toldOf(event: UpgradeEvent): string[] {
  if (event.type === 'freeze-ended')
    return [`${event.command}${event.failure === undefined ? '' : ' failed'}`];
  if (event.type === 'node-started') return [event.node];
  return event.type === 'run-ended' ? [event.how] : [];
}

const exit1: CommandResult = {
  ...{ kind: 'exited', code: 1, durationMs: 1 },
  ...{ stdout: '', stderr: 'reaper: no route to host' },
};

/** Held before the first node: another is stopped by hand. */
async function heldAtOnce() {
  const roll = frozenRoll();
  await roll.byHand('stop', '10.0.0.3');
  return roll;
}

test('frozen before the first node, lifted after the last, once each', async () => {
  const roll = frozenRoll();
  await roll.run();
  expect(roll.story()).toEqual([
    ...['freeze', '10.0.0.1', '10.0.0.2', '10.0.0.3'],
    ...['unfreeze', 'complete'],
  ]);
  expect(roll.isFrozen()).toBe(false);
  expect(roll.frozenInReport()).toBeNull();
});

test('a plan without the commands runs none', async () => {
  const roll = smallRoll();
  await roll.run();
  expect(roll.events().filter(({ type }) => type.startsWith('freeze'))).toEqual([]);
});

test('a plan that stops no node freezes nothing', async () => {
  const steps = [{ kind: 'fetch', params: { timeoutMs: 60_000 } }] as const;
  const roll = frozenRoll({ steps, toVersion: undefined });
  await roll.run();
  expect(roll.story()).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3', 'complete']);
});

test('what cannot be frozen is not begun, and what may be half frozen is lifted', async () => {
  const roll = frozenRoll();
  roll.ends('reaper pause', exit1);
  const failure = await roll.run().catch((error: unknown) => error);
  expect(failure).toMatchObject({
    exitCode: 3,
    message: 'freeze: `reaper pause` ended with exit code 1; no node is part-way',
    hint: 'mend the cause, then: ringward upgrade resume r1',
    tail: 'reaper: no route to host',
  });
  expect(roll.story()).toEqual(['freeze failed', 'unfreeze', 'refused']);
  expect(roll.acts()).toEqual([]);
  await roll.resume();
  expect(roll.story().slice(3)).toEqual([
    ...['freeze', '10.0.0.1', '10.0.0.2', '10.0.0.3'],
    ...['unfreeze', 'complete'],
  ]);
});

test('what a command prints is not kept', async () => {
  const roll = frozenRoll();
  roll.ends('reaper pause', exit1);
  await roll.run().catch(() => undefined);
  expect(roll.files.textOf(paths.journal)).not.toContain('no route');
});

test('a roll that is held before any node is begun lifts what it froze', async () => {
  const roll = await heldAtOnce();
  const failure = await roll.run().catch((error: unknown) => error);
  expect(failure).toMatchObject({
    exitCode: 3,
    hint: 'mend the cause, then: ringward upgrade resume r1',
  });
  expect(roll.story()).toEqual(['freeze', 'unfreeze', 'refused']);
  expect(roll.isFrozen()).toBe(false);
});

describe('a roll that stops between two nodes', () => {
  async function paused() {
    const roll = frozenRoll();
    roll.when('10.0.0.1 stop', () => {
      void writeControl(roll.files, paths, { asked: 'pause', approved: [] });
    });
    const failure: unknown = await roll.run().catch((error: unknown) => error);
    return { roll, failure };
  }

  test('stays frozen, and says so with the command that lifts it', async () => {
    const { roll, failure } = await paused();
    expect(failure).toMatchObject({
      hint: `go on with: ringward upgrade resume r1; until then repairs and schema changes are left frozen; ${byHand}`,
    });
    expect(roll.story()).toEqual(['freeze', '10.0.0.1', 'paused']);
    expect(roll.isFrozen()).toBe(true);
    expect(roll.frozenInReport()).toEqual({ unfreeze: commands.unfreeze });
  });

  test('is frozen anew by resume, for somebody may have lifted it, and lifted at its end', async () => {
    const { roll } = await paused();
    await roll.resume();
    expect(roll.story().slice(3)).toEqual([
      ...['freeze', '10.0.0.2', '10.0.0.3'],
      ...['unfreeze', 'complete'],
    ]);
    expect(roll.isFrozen()).toBe(false);
  });

  test('that cannot be frozen anew begins no other, and stays frozen as it was', async () => {
    const { roll } = await paused();
    roll.ends('reaper pause', exit1);
    await expect(roll.resume()).rejects.toMatchObject({
      exitCode: 3,
      hint: expect.stringContaining(byHand) as string,
    });
    expect(roll.story().slice(3)).toEqual(['freeze failed', 'refused']);
    expect(roll.frozenInReport()).not.toBeNull();
  });

  test('lifts it when it is aborted', async () => {
    const { roll } = await paused();
    await writeControl(roll.files, paths, { asked: 'abort', approved: [] });
    await expect(roll.resume()).rejects.toMatchObject({ how: 'aborted' });
    expect(roll.story().slice(3)).toEqual(['unfreeze', 'aborted']);
    expect(roll.isFrozen()).toBe(false);
  });

  test('is not over while it cannot be lifted: resume tries again', async () => {
    const { roll } = await paused();
    await writeControl(roll.files, paths, { asked: 'abort', approved: [] });
    roll.ends('reaper resume', exit1);
    await expect(roll.resume()).rejects.toMatchObject({
      exitCode: 3,
      message: `aborted, as was asked; no node is part-way; unfreeze: \`reaper resume\` ended with exit code 1; 1 of 3 nodes are done, none is part-way; repairs and schema changes are left frozen; ${byHand}`,
    });
    expect(roll.story().slice(3)).toEqual(['unfreeze failed', 'refused']);
    await expect(roll.resume()).rejects.toMatchObject({ how: 'aborted' });
    expect(roll.story().slice(5)).toEqual(['unfreeze', 'aborted']);
  });
});

test('every node done and not lifted: exit 3 says what is left, resume lifts it and touches no node', async () => {
  const roll = frozenRoll();
  roll.ends('reaper resume', { kind: 'timed-out', afterMs: 60_000, stdout: '', stderr: '' });
  await expect(roll.run()).rejects.toMatchObject({
    exitCode: 3,
    message: `unfreeze: \`reaper resume\` did not end within 60 s; 3 of 3 nodes are done, none is part-way; repairs and schema changes are left frozen; ${byHand}`,
    hint: 'mend the cause, then: ringward upgrade resume r1',
  });
  expect(roll.frozenInReport()).toEqual({ unfreeze: commands.unfreeze });
  roll.forget();
  await roll.resume();
  expect(roll.acts()).toEqual([]);
  expect(roll.story().slice(-2)).toEqual(['unfreeze', 'complete']);
  expect(roll.isFrozen()).toBe(false);
});

test('a node that is part-way is brought back before anything is frozen', async () => {
  const log = 'ERROR out of luck';
  const roll = frozenRoll({ faults: [{ kind: 'dies-starting', node: '10.0.0.1', times: 1, log }] });
  await roll.run().catch(() => undefined);
  roll.forget();
  roll.ends('reaper pause', exit1);
  await expect(roll.resume()).rejects.toMatchObject({ exitCode: 3 });
  expect(roll.acts()).toContain('10.0.0.1 start');
  expect(roll.events().filter(({ type }) => type === 'node-done')).toMatchObject([
    { node: '10.0.0.1' },
  ]);
});

test('a run that puts back what another left is not kept from it, and lifts what that froze', async () => {
  const first = smallRoll();
  const undoes = { runId: 'r0', records: 1 };
  const plan = { ...first.plan, freeze: commands, undoes };
  const parts = { gates: first.gates, detectors: [] };
  const roll = rollOn(first.cluster.state(), plan, {}, parts);
  const journal = JSON.stringify({ format: 1 });
  const before = JSON.stringify({ at: 1, type: 'run-ended', how: 'aborted' });
  await roll.files.writeText(runPaths('/state', 'sim', 'r0').journal, `${journal}\n${before}\n`);
  const run = roll.ports.runner.run.bind(roll.ports.runner);
  roll.ports.runner.run = async (request) =>
    request.argv[1] === 'pause' ? exit1 : await run(request);
  await roll.run();
  expect(roll.events().flatMap(toldOf)).toEqual([
    ...['freeze failed', '10.0.0.1', '10.0.0.2', '10.0.0.3'],
    ...['unfreeze', 'complete'],
  ]);
});

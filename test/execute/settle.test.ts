import { expect, test } from 'vitest';
import { cutOffIn } from '../../src/execute/taken-back.ts';
import { applyEvent, noProgress } from '../../src/model/event.ts';
import type { Fault } from '../../src/simulate/fault.ts';
import { paths, rollOn } from '../simulate/simulated-roll.ts';
import { smallRoll, upgradeSteps, type SmallRollWish } from './small-roll.ts';
import { wavedRoll } from './waved-roll.ts';

/** The first time that this command is about to run, Ringward is killed. */
async function killedAt(line: string, wish: SmallRollWish = {}) {
  const roll = smallRoll(wish);
  let isKilled = false;
  roll.when(line, () => {
    if (isKilled) return;
    isKilled = true;
    throw new Error('killed');
  });
  await roll.run().catch(() => undefined);
  roll.forget();
  const cutOff = () => cutOffIn(roll.plan, roll.events().reduce(applyEvent, noProgress));
  return { ...roll, cutOff };
}

test('the step that was cut off is seen to its end, and nothing behind it is begun: exit 4, and the way back', async () => {
  const { settle, acts, cutOff, events } = await killedAt('10.0.0.1 install 5.0.8');
  expect(cutOff()).toHaveLength(1);
  await expect(settle()).rejects.toMatchObject({
    exitCode: 4,
    message:
      'stopped behind the steps that were cut off, as was asked; 10.0.0.1 is part-way (after install)',
    hint: 'take it back: ringward upgrade rollback r1; or go on with: ringward upgrade resume r1',
  });
  expect(acts()).toEqual(['10.0.0.1 install 5.0.8']);
  expect(cutOff()).toEqual([]);
  expect(events().at(-1)).toMatchObject({ type: 'run-ended', how: 'interrupted' });
});

test('what the node shows to be over is not done again', async () => {
  const { settle, acts, cutOff, byHand, events } = await killedAt('10.0.0.1 stop');
  await byHand('stop', '10.0.0.1');
  await expect(settle()).rejects.toMatchObject({ exitCode: 4 });
  expect(acts()).toEqual([]);
  expect(cutOff()).toEqual([]);
  expect(events()).toContainEqual(
    expect.objectContaining({ type: 'step-skipped', kind: 'stop', reason: 'the node is past it' }),
  );
});

test('before a node that serves is stopped its gates are judged as ever', async () => {
  const roll = await killedAt('10.0.0.1 drain');
  await roll.byHand('stop', '10.0.0.3');
  await expect(roll.settle()).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining('10.0.0.3 does not answer') as string,
  });
  expect(roll.acts()).toEqual([]);
  await roll.byHand('start', '10.0.0.3');
  await roll.clock.sleep(60_000);
  await expect(roll.settle()).rejects.toMatchObject({ exitCode: 4 });
  expect(roll.acts()).toEqual(['10.0.0.1 drain']);
  expect(roll.cutOff()).toEqual([]);
});

test('one whose step fails is told as ever, and its end is known then', async () => {
  const { settle, ends, cutOff } = await killedAt('10.0.0.1 install 5.0.8');
  ends('10.0.0.1 install 5.0.8', {
    ...{ kind: 'exited', code: 1, stdout: '', stderr: 'no such package' },
    durationMs: 1,
  });
  await expect(settle()).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(/^10\.0\.0\.1: install: /) as string,
  });
  expect(cutOff()).toEqual([]);
});

test('Ctrl-C before: nothing is looked at', async () => {
  const { settle, soft, acts, cutOff } = await killedAt('10.0.0.1 install 5.0.8');
  soft.abort();
  await expect(settle()).rejects.toMatchObject({ exitCode: 130 });
  expect(acts()).toEqual([]);
  expect(cutOff()).toHaveLength(1);
});

test('two nodes that a wave left are both seen to the end of their step', async () => {
  const first = await wavedRoll();
  const { runner } = first.ports;
  const run = runner.run.bind(runner);
  const [one = '', two = ''] = first.plan.nodes.slice(2, 4).map(({ address }) => address);
  runner.run = async (request) => {
    const isTheirs = request.node === one || request.node === two;
    if (isTheirs && request.job?.name.startsWith('stop-')) throw new Error('killed');
    return await run(request);
  };
  await first.run().catch(() => undefined);
  const left = {
    [paths.journal]: first.files.textOf(paths.journal) ?? '',
    [paths.plan]: first.files.textOf(paths.plan) ?? '',
  };
  const state = { ...first.cluster.state(), at: first.clock.now(), faults: [] as readonly Fault[] };
  const again = rollOn(state, first.plan, left);
  const cutOff = () => cutOffIn(again.plan, again.events().reduce(applyEvent, noProgress));
  expect(cutOff().map(({ last }) => last?.kind)).toEqual(['stop', 'stop']);
  await expect(again.settle()).rejects.toMatchObject({
    exitCode: 4,
    message: `stopped behind the steps that were cut off, as was asked; ${one} is part-way (after stop), ${two} is part-way (after stop)`,
  });
  expect(cutOff()).toEqual([]);
  expect(again.watch.breaches).toEqual([]);
});

test('a restart has no release to go back to: no way back is named', async () => {
  const steps = upgradeSteps.filter(({ kind }) => kind !== 'install' && kind !== 'configure');
  const { settle } = await killedAt('10.0.0.1 stop', { steps, toVersion: undefined });
  await expect(settle()).rejects.toMatchObject({
    exitCode: 4,
    hint: 'go on with: ringward upgrade resume r1',
  });
});

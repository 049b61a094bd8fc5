import { expect, test } from 'vitest';
import { openSession } from '../../src/collect/cql.ts';
import { orLate } from '../../src/collect/deadline.ts';
import { runOnNode } from '../../src/collect/command.ts';
import { startClientProbe } from '../../src/collect/client-view.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { heldClock, settled } from '../fakes/held-clock.ts';
import { node, world } from './world.ts';

const never = new Promise<never>(() => undefined);

function held(deadlineMs?: number) {
  const { context, stop, sessions } = world({
    cql: { ...fakeCql([]), connect: () => never },
    runner: { run: () => never },
  });
  const clock = heldClock();
  const { runner } = context.ports;
  const deadlineAt = deadlineMs === undefined ? {} : { deadlineAt: clock.now() + deadlineMs };
  const all = { ...context, ports: { runner, clock }, sessions, ...deadlineAt };
  return { clock, stop, context: { ...all, node: node('127.0.1.1') } };
}

test('work that is done says what it came to, and nothing waits any more', async () => {
  const { clock, context } = held(3_000);
  expect(await orLate(context, Promise.resolve(7), () => 0)).toBe(7);
  await expect(orLate(context, Promise.reject(new Error('no')), () => 0)).rejects.toThrow('no');
  expect(clock.sleeping()).toBe(0);
});

test.each(['a connect', 'a command'])('%s that hangs ends at the deadline', async (what) => {
  const { clock, context } = held(3_000);
  const answer = what === 'a connect' ? openSession(context) : runOnNode(context, ['nodetool']);
  await settled();
  clock.pass(3_000);
  expect(await answer).toMatchObject({ kind: 'missing', why: 'timed-out' });
});

test.each(['a connect', 'a command'])('%s that hangs ends with the signal', async (what) => {
  const { context, stop } = held();
  const answer = what === 'a connect' ? openSession(context) : runOnNode(context, ['nodetool']);
  const ended = expect(answer).rejects.toThrow('Ctrl-C');
  await settled();
  stop.abort(new Error('Ctrl-C'));
  await ended;
});

test.each(['the deadline', 'the signal'])('reads of a probe end with %s', async (which) => {
  const { clock, context, stop } = held(which === 'the deadline' ? 3_000 : undefined);
  const probe = startClientProbe([context.node], context);
  await settled();
  const stopped = probe.stop();
  await settled();
  if (which === 'the signal') stop.abort(new Error('Ctrl-C'));
  else clock.pass(3_000);
  await expect(stopped).resolves.toBeUndefined();
});

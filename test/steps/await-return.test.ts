import { expect, test } from 'vitest';
import type { GateJudgement } from '../../src/model/gate.ts';
import { awaitReturn } from '../../src/steps/await-return.ts';
import { soak } from '../../src/steps/soak.ts';
import { oneContext } from '../fakes/one-context.ts';

const params = { timeoutMs: 60_000, consecutive: 3 };
const pass: readonly GateJudgement[] = [{ gate: 'seen-up-by-peers', verdict: { kind: 'pass' } }];
const wait: readonly GateJudgement[] = [
  { gate: 'seen-up-by-peers', verdict: { kind: 'wait', reason: '10.0.0.2 still sees it DOWN' } },
];
const refuse: readonly GateJudgement[] = [
  { gate: 'release-version', verdict: { kind: 'refuse', reason: 'runs 4.1.10, wanted 5.0.8' } },
];

test('a node is back after the gates passed three times in a row', async () => {
  const { context, said } = oneContext({ judgements: [wait, pass, pass, wait, pass, pass, pass] });
  expect(await awaitReturn.run(params, context)).toEqual({ kind: 'done' });
  expect(said).toEqual([
    'seen-up-by-peers: 10.0.0.2 still sees it DOWN',
    'back, seen 1 of 3 times',
    'back, seen 2 of 3 times',
    'seen-up-by-peers: 10.0.0.2 still sees it DOWN',
    'back, seen 1 of 3 times',
    'back, seen 2 of 3 times',
  ]);
});

test('gates that never pass fail the step at the limit, with the gate that held and the log', async () => {
  const { context, clock } = oneContext({ judgements: [wait] });
  const begun = clock.now();
  expect(await awaitReturn.run(params, context)).toEqual({
    kind: 'failed',
    reason: 'not back within 60 s: seen-up-by-peers: 10.0.0.2 still sees it DOWN',
    nodeState: 'the process runs but is not back',
    next: 'read its log, mend the cause, then resume: the node is started again if it is down',
    tail: 'ERROR the last line of the log',
  });
  expect(clock.now() - begun).toBe(60_000);
});

test('a process that died ends the wait at once', async () => {
  const { context, clock, node } = oneContext();
  node.process = 'stopped';
  const begun = clock.now();
  expect(await awaitReturn.run(params, context)).toMatchObject({
    kind: 'failed',
    reason: 'the process ended while it was starting',
    nodeState: 'down, the process does not run',
  });
  expect(clock.now()).toBe(begun);
});

test('peers are not asked before the node itself answers', async () => {
  const { context, node, said } = oneContext({ judgements: [refuse] });
  node.mode = 'STARTING';
  await awaitReturn.run({ ...params, timeoutMs: 4_000 }, context);
  expect(said).toEqual([
    'waiting for CQL: connection refused',
    'waiting for CQL: connection refused',
  ]);
});

test('what can never heal ends the wait at once', async () => {
  const { context } = oneContext({ judgements: [refuse] });
  expect(await awaitReturn.run(params, context)).toMatchObject({
    kind: 'failed',
    reason: 'release-version: runs 4.1.10, wanted 5.0.8',
  });
});

test('the wait ends when the operator wants to leave', async () => {
  const { context, abort } = oneContext({ judgements: [wait] });
  abort();
  await expect(awaitReturn.run(params, context)).rejects.toThrow('stop');
});

const soakParams = { forMs: 10_000, holdMs: 20_000 };

test('a soak lasts its time and is done when the gates pass at its end', async () => {
  const { context, clock, said } = oneContext();
  const begun = clock.now();
  expect(await soak.run(soakParams, context)).toEqual({ kind: 'done' });
  expect(clock.now() - begun).toBe(10_000);
  expect(said[0]).toBe('soaking, 10 s left');
});

test('trouble at the end of a soak holds the roll', async () => {
  const { context } = oneContext({ judgements: [pass, refuse] });
  expect(await soak.run(soakParams, context)).toEqual({
    kind: 'refused',
    reason: 'release-version: runs 4.1.10, wanted 5.0.8',
  });
});

test('answers missing at the end are asked for again, and hold the roll when they never come', async () => {
  const healed = oneContext({ judgements: [pass, wait, wait, pass] });
  expect(await soak.run(soakParams, healed.context)).toEqual({ kind: 'done' });
  const never = oneContext({ judgements: [wait] });
  const begun = never.clock.now();
  expect(await soak.run(soakParams, never.context)).toEqual({
    kind: 'refused',
    reason: 'seen-up-by-peers: 10.0.0.2 still sees it DOWN',
  });
  expect(never.clock.now() - begun).toBe(30_000);
});

import { expect, test } from 'vitest';
import type { GateJudgement } from '../../src/model/gate.ts';
import { awaitReturn } from '../../src/steps/await-return.ts';
import { justOver, oneContext } from './one-context.ts';

const params = { timeoutMs: 60_000, consecutive: 3 };
const pass: readonly GateJudgement[] = [{ gate: 'seen-up-by-peers', verdict: { kind: 'pass' } }];
const wait: readonly GateJudgement[] = [
  { gate: 'seen-up-by-peers', verdict: { kind: 'wait', reason: '10.0.0.2 still sees it DOWN' } },
];
const refuse: readonly GateJudgement[] = [
  { gate: 'release-version', verdict: { kind: 'refuse', reason: 'runs 4.1.10, wanted 5.0.8' } },
];

test('a node is back after the gates passed three times in a row', async () => {
  const looks = [wait, pass, pass, wait, pass, pass, pass];
  const { context, clock, said } = oneContext({ judgements: looks });
  const outcome = await awaitReturn.run(params, context);
  // Of the row that was long enough, at which the last was just now.
  const seenSince = clock.now() - 2 * context.pollMs;
  expect(outcome).toEqual({ kind: 'done', seenSince: expect.closeTo(seenSince, -3) as number });
  expect(said).toEqual([
    'seen-up-by-peers: 10.0.0.2 still sees it DOWN',
    'back, seen 1 of 3 times',
    'back, seen 2 of 3 times',
    'seen-up-by-peers: 10.0.0.2 still sees it DOWN',
    'back, seen 1 of 3 times',
    'back, seen 2 of 3 times',
  ]);
});

test('all are asked at the look that would be the last, and from then on; before that those near it', async () => {
  const calm = oneContext();
  await awaitReturn.run(params, calm.context);
  expect(calm.reaches).toEqual(['near', 'near', 'all']);
  const late = oneContext({ judgements: [wait, pass, pass, wait, pass, pass, pass] });
  await awaitReturn.run(params, late.context);
  expect(late.reaches).toEqual(['near', 'near', 'near', 'all', 'all', 'all', 'all']);
  const once = oneContext();
  await awaitReturn.run({ ...params, consecutive: 1 }, once.context);
  expect(once.reaches).toEqual(['all']);
});

test('where a soak follows, those near it are enough: its end asks all', async () => {
  const { context, reaches } = oneContext({ isSoaked: true, judgements: [pass, wait, pass] });
  const outcome = await awaitReturn.run({ timeoutMs: 60_000, consecutive: 2 }, context);
  expect(outcome.kind).toBe('done');
  expect(reaches).toEqual(['near', 'near', 'near', 'near']);
});

test('gates that never pass fail the step at the limit, with the gate that held and the log', async () => {
  const { context, clock } = oneContext({ judgements: [wait] });
  const begun = clock.now();
  expect(await awaitReturn.run(params, context)).toEqual({
    kind: 'failed',
    reason:
      'not back within 60 s (limit await-return.timeout): seen-up-by-peers: 10.0.0.2 still sees it DOWN',
    nodeState: 'the process runs but is not back',
    next: 'read its log, mend the cause, then resume: it is waited for; where only a new start helps, end the process (`stop`) first, and resume starts it',
    tail: 'INFO  Startup complete',
  });
  expect(clock.now() - begun).toSatisfy(justOver(60_000));
});

test('whether the process runs is not told where it is not known; nothing is to be ended that has no command for it', async () => {
  const { context } = oneContext({ judgements: [wait], without: ['running', 'stop'] });
  expect(await awaitReturn.run(params, context)).toMatchObject({
    nodeState: 'not back, and not known to run or not: the inventory has no `running` command',
    next: 'read its log, mend the cause, then resume: it is waited for; where only a new start helps, end the process first, and resume starts it',
  });
});

test('a process that died ends the wait at once', async () => {
  const { context, clock, byHand } = oneContext();
  await byHand('stop');
  const begun = clock.now();
  expect(await awaitReturn.run(params, context)).toMatchObject({
    kind: 'failed',
    reason: 'the process ended while it was starting',
    nodeState: 'down, the process does not run',
    next: 'read its log, mend the cause, then resume: the node is started again',
  });
  expect(clock.now() - begun).toBeLessThan(context.pollMs);
});

test('peers are not asked before the node itself answers', async () => {
  const { context, byHand, said } = oneContext({ judgements: [refuse] });
  await byHand('stop', 'start');
  await awaitReturn.run({ ...params, timeoutMs: 4_000 }, context);
  expect(said.length).toBeGreaterThan(1);
  for (const text of said)
    expect(text).toMatch(/waiting for CQL: 10.0.0.1:9042: connection refused$/);
});

test('until it is back its port is tried after a tenth of the time that it takes, its machine looked at no oftener than ever', async () => {
  const { context, clock, byHand } = oneContext({ judgements: [wait, wait, pass] });
  await byHand('stop', 'start');
  const waits: number[] = [];
  const sleep = (ms: number, signal?: AbortSignal) => {
    waits.push(ms);
    return clock.sleep(ms, signal);
  };
  const looks: number[] = [];
  const run: typeof context.run = (argv, timeoutMs) => {
    if (argv.join(' ') === context.node.commands.running?.join(' ')) looks.push(clock.now());
    return context.run(argv, timeoutMs);
  };
  const paced = { ...context, run, clock: { ...clock, now: () => clock.now(), sleep } };
  await awaitReturn.run(params, paced);
  expect(waits[0]).toBe(500);
  expect(waits.slice(0, -4)).toEqual(waits.slice(0, -4).sort((a, b) => a - b));
  expect(waits.length).toBeGreaterThan(8);
  // Its port is open and its peers have not heard of it, twice; then it is back, at the pace of the limits.
  expect(waits.slice(-4)).toEqual([500, 500, context.pollMs, context.pollMs]);
  const [first = 0, second = 0] = looks;
  expect(second - first).toBeGreaterThanOrEqual(context.pollMs);
  expect(looks.length).toBeLessThan(waits.length);
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

const hintsOf = (ms: number): readonly GateJudgement[] => [
  { gate: 'seen-up-by-peers', verdict: { kind: 'pass' } },
  {
    gate: 'hints-drained',
    verdict: { kind: 'wait', reason: 'hints are still kept by 10.0.0.2 (3 files)' },
    limit: { name: 'hintsWait', ms },
  },
];

test('slow hints do not end at the limit of the step', async () => {
  const slow = Array.from({ length: 120 }, () => hintsOf(1_800_000));
  const { context, clock, said } = oneContext({ judgements: [...slow, pass] });
  const begun = clock.now();
  expect((await awaitReturn.run(params, context)).kind).toBe('done');
  expect(clock.now() - begun).toBeGreaterThan(3 * params.timeoutMs);
  expect(said[0]).toBe(
    'hints-drained: hints are still kept by 10.0.0.2 (3 files); up to 1800 s (limit hintsWait)',
  );
});

test('at the limit of a gate of its own the node is whole and the roll is held', async () => {
  const { context, clock } = oneContext({ judgements: [hintsOf(20_000)] });
  const begun = clock.now();
  expect(await awaitReturn.run(params, context)).toEqual({
    kind: 'refused',
    reason:
      'hints-drained: hints are still kept by 10.0.0.2 (3 files); not within 20 s (limit hintsWait)',
  });
  expect(clock.now() - begun).toSatisfy(justOver(20_000));
});

test('while anything else is lacking, the limit of the step is what runs', async () => {
  const both = [...hintsOf(2_000), ...wait];
  const { context, clock } = oneContext({ judgements: [both] });
  const begun = clock.now();
  expect(await awaitReturn.run(params, context)).toMatchObject({
    kind: 'failed',
    reason:
      'not back within 60 s (limit await-return.timeout): seen-up-by-peers: 10.0.0.2 still sees it DOWN (held by hints-drained, too)',
  });
  expect(clock.now() - begun).toSatisfy(justOver(60_000));
});

test('gates that come and go use up their limits: the wait ends', async () => {
  const flapping = Array.from({ length: 1_000 }, () => [pass, hintsOf(20_000), wait]).flat();
  const { context } = oneContext({ judgements: flapping });
  expect(await awaitReturn.run(params, context)).toMatchObject({ kind: 'refused' });
});

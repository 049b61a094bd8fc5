import { expect, test } from 'vitest';
import type { GateJudgement } from '../../src/model/gate.ts';
import { soak } from '../../src/steps/soak.ts';
import { justOver, oneContext } from './one-context.ts';

const pass: readonly GateJudgement[] = [{ gate: 'seen-up-by-peers', verdict: { kind: 'pass' } }];
const wait: readonly GateJudgement[] = [
  { gate: 'seen-up-by-peers', verdict: { kind: 'wait', reason: '10.0.0.2 still sees it DOWN' } },
];
const refuse: readonly GateJudgement[] = [
  { gate: 'release-version', verdict: { kind: 'refuse', reason: 'runs 4.1.10, wanted 5.0.8' } },
];

const soakParams = { forMs: 10_000, holdMs: 20_000, compare: 'none' } as const;

test('a soak lasts its time and is done when the gates pass at its end', async () => {
  const { context, clock, said } = oneContext();
  const begun = clock.now();
  expect(await soak.run(soakParams, context)).toEqual({ kind: 'done' });
  expect(clock.now() - begun).toSatisfy(justOver(10_000));
  expect(said[0]).toBe('soaking, 10 s left');
});

test('the looks that saw the node back count, as long as nothing was done to it since', async () => {
  const { context, clock, reaches } = oneContext();
  const begun = clock.now();
  const seenSince = begun - 4_000;
  expect(await soak.run(soakParams, { ...context, seenSince })).toEqual({ kind: 'done' });
  expect(clock.now() - begun).toSatisfy(justOver(6_000));
  const late = { ...context, seenSince: clock.now() - 60_000 };
  expect(await soak.run(soakParams, late)).toEqual({ kind: 'done' });
  expect(reaches).toEqual(['near', 'all', 'all']);
});

test('at the end all are asked, before that those near it', async () => {
  const { context, reaches } = oneContext({ judgements: [pass, pass, pass, wait, pass] });
  expect(await soak.run({ forMs: 130_000, holdMs: 20_000, compare: 'none' }, context)).toEqual({
    kind: 'done',
  });
  expect(reaches).toEqual(['near', 'near', 'near', 'all', 'all']);
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
    reason: 'seen-up-by-peers: 10.0.0.2 still sees it DOWN; not within 20 s (limit soak.hold)',
  });
  expect(never.clock.now() - begun).toSatisfy(justOver(30_000));
});

test('a gate with a limit of its own is waited for that long', async () => {
  const limit = { name: 'hintsWait', ms: 60_000 };
  const hints: readonly GateJudgement[] = [
    { gate: 'hints-drained', verdict: { kind: 'wait', reason: 'hints on 10.0.0.2' }, limit },
  ];
  const { context, clock } = oneContext({ judgements: [hints] });
  const begun = clock.now();
  expect(await soak.run(soakParams, context)).toEqual({
    kind: 'refused',
    reason: 'hints-drained: hints on 10.0.0.2; not within 60 s (limit hintsWait)',
  });
  expect(clock.now() - begun).toSatisfy(justOver(70_000));
});

test('a node that has gone again is not whole: the step fails, with its log', async () => {
  const { context, byHand } = oneContext({ judgements: [pass, wait] });
  await byHand('stop');
  expect(await soak.run(soakParams, context)).toEqual({
    kind: 'failed',
    reason:
      'gone again: seen-up-by-peers: 10.0.0.2 still sees it DOWN; not within 20 s (limit soak.hold)',
    nodeState: 'down, the process does not run',
    next: 'read its log, mend the cause, then resume: the node is started again',
    tail: 'INFO  Announcing shutdown',
  });
});

test('what a look on the way finds is said until another finds it gone, and holds nothing', async () => {
  const { context, said } = oneContext({ judgements: [wait, pass, pass] });
  expect(await soak.run({ ...soakParams, forMs: 90_000 }, context)).toEqual({ kind: 'done' });
  const trouble = '; meanwhile seen-up-by-peers: 10.0.0.2 still sees it DOWN';
  expect(said.filter((text) => text.endsWith(trouble)).length).toBeGreaterThan(10);
  expect(said[0]).toBe(`soaking, 90 s left${trouble}`);
  expect(said.at(-1)).not.toContain('meanwhile');
});

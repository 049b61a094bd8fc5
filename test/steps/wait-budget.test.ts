import { expect, test } from 'vitest';
import type { GateJudgement } from '../../src/model/gate.ts';
import { heldBy, reasonOf } from '../../src/steps/wait-budget.ts';

const judged = (gate: string, kind: 'pass' | 'wait' | 'refuse'): GateJudgement => ({
  gate,
  verdict: kind === 'pass' ? { kind } : { kind, reason: `${gate} does not hold` },
});

const textOf = (...judgements: readonly GateJudgement[]) => {
  const held = heldBy(judgements);
  return held && reasonOf(held);
};

test('the gate that decides comes first with its reason, the others that hold are named', () => {
  expect(
    textOf(judged('a', 'wait'), judged('b', 'pass'), judged('c', 'refuse'), judged('d', 'wait')),
  ).toBe('c: c does not hold (held by a, d, too)');
});

test('one alone is told alone; none is none', () => {
  expect(textOf(judged('a', 'pass'), judged('b', 'wait'))).toBe('b: b does not hold');
  expect(textOf(judged('a', 'pass'))).toBeUndefined();
});

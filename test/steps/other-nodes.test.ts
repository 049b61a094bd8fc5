import { expect, test } from 'vitest';
import type { GateJudgement } from '../../src/model/gate.ts';
import { awaitReturn } from '../../src/steps/await-return.ts';
import { oneContext } from './one-context.ts';

const params = { timeoutMs: 150_000, consecutive: 3 };
const waits = (gate: string, reason: string): readonly GateJudgement[] => [
  { gate, verdict: { kind: 'wait', reason } },
];
const notBack = waits('seen-up-by-peers', 'not yet');
const down = waits('peers-up', '10.0.0.3 is not up');
const well: readonly GateJudgement[] = [{ gate: 'peers-up', verdict: { kind: 'pass' } }];

/** What is said of a node that does not come back, and how often the others were looked at. */
async function sayings(looks: readonly (readonly GateJudgement[])[]) {
  let count = 0;
  const others = () => {
    count += 1;
    return Promise.resolve(looks[count - 1] ?? []);
  };
  const { context, said } = oneContext({ judgements: [notBack], others });
  await awaitReturn.run(params, context);
  return { said, count };
}

const trouble = 'seen-up-by-peers: not yet; meanwhile peers-up: 10.0.0.3 is not up';

test('another node that dies while one is waited for is told', async () => {
  const { said, count } = await sayings([down, down]);
  expect(count).toBe(2);
  expect(said[0]).toBe('seen-up-by-peers: not yet');
  expect(said.at(-1)).toBe(trouble);
});

test('one that is up again is told no more', async () => {
  const { said } = await sayings([down, well]);
  expect(said).toContain(trouble);
  expect(said.at(-1)).toBe('seen-up-by-peers: not yet');
});

test('where all are well nothing is said of them', async () => {
  const { said, count } = await sayings([well, well]);
  expect(count).toBe(2);
  expect(new Set(said)).toEqual(new Set(['seen-up-by-peers: not yet']));
});

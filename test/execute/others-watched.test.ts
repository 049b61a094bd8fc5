import { expect, test } from 'vitest';
import type { Fault } from '../../src/simulate/fault.ts';
import { simulatedRoll } from '../simulate/simulated-roll.ts';
import { after, failureOf } from './faulted-roll.ts';

const slow: Fault = { kind: 'starts-slowly', node: '10.0.0.1', times: 1, extraMs: 250_000 };

async function rolled(faults: readonly Fault[]) {
  const roll = await simulatedRoll({ faults });
  const failure = await failureOf(roll.run());
  const said = roll.shown.flatMap((event) => (event.type === 'waiting' ? [event.reason] : []));
  return { failure, said, stops: roll.cluster.state().nodes.map(({ stops }) => stops) };
}

test('a node that dies while another is slow to start is told meanwhile, and the next is not stopped', async () => {
  const { failure, said, stops } = await rolled([
    slow,
    { kind: 'dies', node: '10.0.0.3', at: after(120) },
  ]);
  expect(said.find((text) => text.includes('meanwhile'))).toMatch(
    /^waiting for CQL: .*; meanwhile peers-up: 10\.0\.0\.3 is not up in 1 of 1 views: 10\.0\.0\.2$/,
  );
  expect(failure).toMatchObject({ exitCode: 3 });
  expect(stops).toEqual([1, 0, 1]);
});

test('while the others are well nothing is said of them', async () => {
  const { failure, said, stops } = await rolled([slow]);
  expect(failure).toBeUndefined();
  expect(said.length).toBeGreaterThan(100);
  expect(said.join()).not.toContain('meanwhile');
  expect(stops).toEqual([1, 1, 1]);
});

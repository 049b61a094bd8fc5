import { expect, test } from 'vitest';
import { applyEvent, noProgress, type UpgradeEvent } from '../../src/model/event.ts';
import { labLimits } from '../../src/model/limits.ts';
import { seenToTake, thoughtToTake } from '../../src/model/node-takes.ts';
import type { PlannedStep } from '../../src/model/step.ts';

const window = { days: ['sat'], from: '22:00', to: '04:00', timezone: 'UTC' } as const;
const steps = (compare: 'peers' | 'none'): readonly PlannedStep[] => [
  { kind: 'stop', params: { timeoutMs: 60_000 } },
  { kind: 'soak', params: { forMs: 10_000, holdMs: 5_000, compare } },
];

test('before a node is done it is thought to take what the window says, else what its limits let it', () => {
  expect(thoughtToTake({ ...window, perNodeMs: 5 }, steps('none'), labLimits)).toEqual({
    ms: 5,
    because: 'maintenanceWindow.perNode',
  });
  expect(thoughtToTake(window, steps('none'), labLimits).ms).toBe(70_000);
  expect(thoughtToTake(window, steps('peers'), labLimits).ms).toBe(60_000 + labLimits.soakDecideMs);
});

const about = { step: 0, kind: 'stop' } as const;
const rolled = (node: string, at: number, ms: number): readonly UpgradeEvent[] => [
  { type: 'node-started', node, generation: 1, at },
  { type: 'step-started', node, ...about, at: at + 100 },
  { type: 'step-ended', node, ...about, outcome: { kind: 'done' }, at: at + 100 + ms },
  { type: 'node-done', node, at: at + 900_000 },
];

test('then it is the longest that one took in its steps', () => {
  expect(seenToTake(noProgress)).toBeUndefined();
  const one = rolled('a', 0, 30_000).reduce(applyEvent, noProgress);
  expect(seenToTake(one)).toEqual({ ms: 30_000, because: 'the node done in this roll' });
  const two = rolled('b', 1_000_000, 20_000).reduce(applyEvent, one);
  expect(seenToTake(two)).toEqual({
    ms: 30_000,
    because: 'the longest of 2 nodes done in this roll',
  });
});

test('a night between two parts of a run is not what a node takes', () => {
  const [start, begun, ended, done] = rolled('a', 0, 30_000);
  const again = { type: 'step-started', node: 'a', ...about, at: 40_000_000 } as const;
  const events = [start, begun, again, { ...ended, at: 40_020_000 }, done] as UpgradeEvent[];
  expect(seenToTake(events.reduce(applyEvent, noProgress))?.ms).toBe(20_000);
});

test('what the first node soaked for longer the next will not take', () => {
  const one = rolled('a', 0, 30_000).reduce(applyEvent, noProgress);
  const more = (address: string) => (address === 'a' ? 25_000 : 0);
  expect(seenToTake(one, more)?.ms).toBe(5_000);
  const two = rolled('b', 1_000_000, 20_000).reduce(applyEvent, one);
  expect(seenToTake(two, more)?.ms).toBe(20_000);
});

import { expect, test } from 'vitest';
import { gates } from '../../src/gates/index.ts';
import { applyEvent, noProgress, type UpgradeEvent } from '../../src/model/event.ts';
import { labLimits } from '../../src/model/limits.ts';
import { seenToTake, thoughtToTake, waitsOfGates } from '../../src/model/node-takes.ts';
import type { PlannedStep } from '../../src/model/step.ts';

const window = { days: ['sat'], from: '22:00', to: '04:00', timezone: 'UTC' } as const;
const steps = (compare: 'peers' | 'none'): readonly PlannedStep[] => [
  { kind: 'stop', params: { timeoutMs: 60_000 } },
  { kind: 'soak', params: { forMs: 10_000, holdMs: 5_000, compare } },
];
const of = (compare: 'peers' | 'none', after: readonly string[] = []) => ({
  steps: steps(compare),
  after,
});

test('before a node is done it is thought to take what the window says, else what its limits let it', () => {
  expect(thoughtToTake({ ...window, perNodeMs: 5 }, of('none'), labLimits)).toEqual({
    ms: 5,
    because: 'maintenanceWindow.perNode',
  });
  expect(thoughtToTake(window, of('none'), labLimits).ms).toBe(70_000);
  expect(thoughtToTake(window, of('peers'), labLimits).ms).toBe(60_000 + labLimits.soakDecideMs);
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

test('gates that wait beside the steps are reckoned with, all that there are', () => {
  const { ms } = thoughtToTake(
    window,
    of('none', ['hints-drained', 'schema-agreement']),
    labLimits,
  );
  expect(ms).toBe(70_000 + labLimits.hintsWaitMs + labLimits.schemaWaitMs);
  const own = gates.flatMap(({ id, ownLimit }) => (ownLimit ? [[id, ownLimit]] : []));
  expect(Object.fromEntries(own)).toEqual(waitsOfGates);
});

test('a node that was found done, or half done, says nothing of what another will take', () => {
  const [start, begun, ended, done] = rolled('a', 0, 1_000);
  const skipped = { type: 'step-skipped', node: 'a', step: 1, kind: 'drain', at: 50 } as const;
  const events = [start, begun, ended, { ...skipped, reason: 'already so' }, done];
  const found = (events as UpgradeEvent[]).reduce(applyEvent, noProgress);
  expect(seenToTake(found)).toBeUndefined();
  const both = rolled('b', 1_000_000, 20_000).reduce(applyEvent, found);
  expect(seenToTake(both)).toEqual({ ms: 20_000, because: 'the node done in this roll' });
});

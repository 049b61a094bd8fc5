import { expect, test } from 'vitest';
import { leavesToTakeBack, takenBackOf } from '../../src/execute/taken-back.ts';
import { applyEvent, noProgress, type UpgradeEvent } from '../../src/model/event.ts';
import { clusterOf } from '../simulate/simulated.ts';
import { planOf, upgradeSteps } from './small-roll.ts';

const node = '10.0.0.1';
const plan = planOf(clusterOf({ vnodes: 16 }), '5.0.8');

/** The node is held when its return is awaited; before that every step was done by this run, or found done. */
function heldInReturn(how: (index: number) => 'ended' | 'skipped') {
  const before = upgradeSteps.flatMap(({ kind }, step): readonly UpgradeEvent[] => {
    if (step >= upgradeSteps.findIndex((each) => each.kind === 'await-return')) return [];
    const about = { at: step + 2, node, step, kind };
    if (how(step) === 'skipped') return [{ ...about, type: 'step-skipped', reason: 'done' }];
    return [
      { ...about, type: 'step-started' },
      { ...about, type: 'step-ended', outcome: { kind: 'done' } },
    ];
  });
  const step = upgradeSteps.findIndex(({ kind }) => kind === 'await-return');
  const events: readonly UpgradeEvent[] = [
    { at: 1, type: 'node-started', node, generation: 7 },
    ...before,
    { at: 20, type: 'step-started', node, step, kind: 'await-return' },
    {
      ...{ at: 21, type: 'step-ended', node, step, kind: 'await-return' },
      outcome: { kind: 'refused', reason: 'a peer does not see it' },
    },
  ];
  return events.reduce(applyEvent, noProgress);
}

test('a node that was found as it was to be is not taken back', () => {
  const progress = heldInReturn(() => 'skipped');
  expect(takenBackOf(plan, progress)).toEqual([]);
  expect(leavesToTakeBack(plan, progress)).toBe(false);
});

test('one of which the run did any step is', () => {
  const progress = heldInReturn((index) => (index === 2 ? 'ended' : 'skipped'));
  expect(takenBackOf(plan, progress)).toMatchObject([{ address: node, isDone: false }]);
  expect(leavesToTakeBack(plan, progress)).toBe(true);
});

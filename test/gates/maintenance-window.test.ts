import { expect, test } from 'vitest';
import { maintenanceWindow } from '../../src/gates/maintenance-window.ts';
import type { MaintenanceWindow } from '../../src/model/maintenance-window.ts';
import { healthyView, without } from './healthy-view.ts';

const weekend: MaintenanceWindow = {
  days: ['sat', 'sun'],
  from: '22:00',
  to: '04:00',
  timezone: 'UTC',
};

/** 5 December 2026 is a Saturday. */
const judgeAt = (text: string, minutes = 20, window = weekend) =>
  maintenanceWindow.judge({
    ...healthyView,
    now: Date.parse(`2026-12-${text}:00Z`),
    window: { ...window, takes: { ms: minutes * 60_000, because: 'the node done in this roll' } },
  });

test('passes inside it while the node fits, and says the figures', () => {
  expect(judgeAt('05T22:00')).toEqual({
    kind: 'pass',
    note: '360 min are left until sun 2026-12-06 04:00; a node takes 20 min (the node done in this roll)',
  });
  expect(judgeAt('06T03:40')).toMatchObject({ kind: 'pass' });
});

test('pauses outside it, and says when it opens', () => {
  expect(judgeAt('05T21:59')).toEqual({
    kind: 'refuse',
    isPause: true,
    reason:
      "outside the plan's window, sat, sun 22:00 to 04:00 UTC (another needs a new plan); it opens sat 2026-12-05 22:00 UTC",
  });
  expect(judgeAt('07T04:00')).toMatchObject({
    isPause: true,
    reason: expect.stringContaining('it opens sat 2026-12-12 22:00') as unknown,
  });
});

test('pauses inside it when the node would not be back by its end', () => {
  expect(judgeAt('06T03:41')).toEqual({
    kind: 'refuse',
    isPause: true,
    reason:
      'a node takes 20 min (the node done in this roll), and 19 min are left until sun 2026-12-06 04:00; it opens sun 2026-12-06 22:00 UTC',
  });
});

test('one that never opens never lets a node begin', () => {
  const skipped = { ...weekend, days: [], from: '02:00', to: '03:00' };
  expect(judgeAt('05T22:00', 20, skipped)).toMatchObject({
    isPause: true,
    reason: expect.stringContaining('never opens') as unknown,
  });
});

test('without a window in the plan it refuses', () => {
  const notDeclared = without(healthyView, 'window');
  expect(maintenanceWindow.judge(notDeclared)).toEqual({
    kind: 'refuse',
    reason: 'the plan has no maintenanceWindow',
  });
});

test('a rehearsal is not held to it', () => {
  const takes = { ms: 1, because: 'it is quick' };
  const view = { ...healthyView, window: { ...weekend, takes }, isRehearsal: true };
  expect(maintenanceWindow.judge(view)).toEqual({
    kind: 'pass',
    note: 'not held to in a rehearsal',
  });
});

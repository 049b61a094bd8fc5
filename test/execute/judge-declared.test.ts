import { expect, test } from 'vitest';
import { noProgress } from '../../src/model/event.ts';
import { plan, spyGate, subject, world } from './judge-world.ts';

test('alerts are asked for when a gate wants them, and never in a rehearsal', async () => {
  const plain = spyGate('plain');
  const { gate, views } = spyGate('alerts', { needsAlerts: true });
  const asking = world([plain.gate, gate]);
  await asking.judge(['plain'], subject, 'all');
  expect(asking.alertsAsked()).toBe(0);
  await asking.judge(['alerts'], subject, 'all');
  expect(asking.alertsAsked()).toBe(1);
  const rehearsing = world([gate], [], { isRehearsal: true });
  await rehearsing.judge(['alerts'], subject, 'all');
  expect(rehearsing.alertsAsked()).toBe(0);
  expect(views).toMatchObject([{ alerts: { kind: 'seen' } }, { isRehearsal: true }]);
  expect(views[1]?.alerts).toBeUndefined();
});

test('what a node takes is what it took, once one is done', async () => {
  const maintenanceWindow = { days: ['mon'], from: '01:00', to: '05:00', timezone: 'UTC' } as const;
  const windowed = { ...plan, maintenanceWindow };
  const before = spyGate('one');
  await world([before.gate], [], { plan: windowed, progress: () => noProgress }).judge(
    ['one'],
    subject,
    'all',
  );
  expect(before.views[0]?.window?.takes.because).toBe(
    'the limits of its steps and of the waits for schema and hints',
  );
  const done = {
    state: 'done',
    takenAt: 0,
    generationBefore: 1,
    steps: {},
    workedMs: 90_000,
  } as const;
  const progress = () => ({
    ...noProgress,
    done: ['10.0.0.1'],
    newest: { address: '10.0.0.1', node: done },
  });
  const after = spyGate('one');
  await world([after.gate], [], { plan: windowed, progress }).judge(['one'], subject, 'all');
  expect(after.views[0]?.window?.takes).toEqual({
    ms: 90_000,
    because: 'the node done in this roll',
  });
});

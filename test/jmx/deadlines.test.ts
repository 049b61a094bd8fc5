import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { deadlines } from '../../src/jmx/deadlines.ts';
import { JmxError } from '../../src/ports/jmx.ts';
import { heldClock, settled } from '../fakes/held-clock.ts';

const never = new AbortController().signal;

function world() {
  const clock = heldClock();
  return { clock, limits: deadlines(clock, 5_000) };
}

test('each question ends when its own time is over, with the reason', async () => {
  const { clock, limits } = world();
  const first = limits.begin(never);
  clock.pass(2_000);
  const second = limits.begin(never);
  clock.pass(3_000);
  await settled();
  expect(first.signal.reason).toMatchObject({
    kind: 'timed-out',
    message: 'no answer within 5000 ms',
  });
  expect(second.signal.aborted).toBe(false);
  clock.pass(2_000);
  await settled();
  expect(second.signal.reason).toMatchObject({ kind: 'timed-out' });
});

test('what was answered does not end, and the next question has its whole time', async () => {
  const { clock, limits } = world();
  const answered = limits.begin(never);
  answered.done();
  clock.pass(5_000);
  await settled();
  expect(answered.signal.aborted).toBe(false);
  const next = limits.begin(never);
  clock.pass(4_999);
  await settled();
  expect(next.signal.aborted).toBe(false);
  clock.pass(1);
  await settled();
  expect(next.signal.aborted).toBe(true);
});

test("the caller's signal ends it at once, also one that has fired before", () => {
  const { limits } = world();
  const caller = new AbortController();
  const asked = limits.begin(caller.signal);
  caller.abort(new Error('enough'));
  expect(asked.signal.reason).toMatchObject({ message: 'enough' });
  expect(limits.begin(caller.signal).signal.reason).toMatchObject({ message: 'enough' });
});

test('a signal that fires after the answer ends nothing, and nobody listens to it any more', () => {
  const { limits } = world();
  const caller = new AbortController();
  const asked = limits.begin(caller.signal);
  expect(getEventListeners(caller.signal, 'abort')).toHaveLength(1);
  asked.done();
  expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
  caller.abort();
  expect(asked.signal.aborted).toBe(false);
});

test('all that is asked ends at once, with the reason', () => {
  const { limits } = world();
  const [one, two, answered] = [limits.begin(never), limits.begin(never), limits.begin(never)];
  answered.done();
  limits.endAll(new JmxError('closed', 'over'));
  expect([one, two].map(({ signal }) => String(signal.reason))).toEqual(
    Array(2).fill('JmxError: over'),
  );
  expect(answered.signal.aborted).toBe(false);
});

test('at rest the clock is let go, and a later question has its time again', async () => {
  const { clock, limits } = world();
  const open = limits.begin(never);
  limits.rest();
  expect(clock.sleeping()).toBe(1);
  open.done();
  limits.rest();
  expect(clock.sleeping()).toBe(0);
  const later = limits.begin(never);
  clock.pass(5_000);
  await settled();
  expect(later.signal.reason).toMatchObject({ kind: 'timed-out' });
});

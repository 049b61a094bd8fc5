import { expect, test } from 'vitest';
import { startClientProbe } from '../../src/collect/client-view.ts';
import type { CqlOutcome } from '../../src/model/client-metrics.ts';
import { CqlError } from '../../src/ports/cql.ts';
import { node, world } from './world.ts';

const one = node('127.0.1.1');

/** What is said of a node whose only request ended then, with or without an error. */
async function viewOf(endedAfterMs: number, deadlineMs: number, errorClass?: string) {
  const { context, clock } = world();
  const outcomes: CqlOutcome[] = [];
  const sessions = {
    ...context.sessions,
    get: () => Promise.reject(new CqlError('unreachable', 'no')),
    outcomes: () => outcomes,
  };
  const deadlineAt = clock.now() + deadlineMs;
  const probe = startClientProbe([one], { ...context, sessions, deadlineAt });
  const outcome = { at: clock.now() + endedAfterMs, coordinator: one.address, latencyMs: 1 };
  outcomes.push({ ...outcome, ...(errorClass === undefined ? {} : { errorClass }) });
  clock.advance(endedAfterMs + deadlineMs);
  const view = probe.view(one);
  await probe.stop();
  return view;
}

test('a request that failed before the deadline is the finding of the node', async () => {
  expect(await viewOf(500, 1_000, 'client-timeout')).toMatchObject({
    kind: 'seen',
    value: { requests: 1, errors: { 'client-timeout': 1 } },
  });
});

test('one that was cut off by our own deadline is an answer we did not wait for', async () => {
  expect(await viewOf(2_000, 1_000, 'client-timeout')).toMatchObject({
    kind: 'missing',
    why: 'timed-out',
  });
});

test('after the deadline nothing more is read', async () => {
  const { context, clock, cql } = world();
  const probe = startClientProbe([one], { ...context, deadlineAt: clock.now() });
  await probe.stop();
  expect(cql.requests).toEqual([]);
});

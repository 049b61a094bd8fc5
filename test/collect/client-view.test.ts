import { expect, test } from 'vitest';
import { startClientProbe } from '../../src/collect/client-view.ts';
import { outcomeLog, type CqlOutcome } from '../../src/model/client-metrics.ts';
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
    takeOutcomes: () => outcomes.splice(0),
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
  // The first pause of the probe was over when it ended, 500 ms later.
  const madeAt = world().clock.now() + 150 + 500 - 1;
  expect(await viewOf(500, 1_000, 'client-timeout')).toMatchObject({
    kind: 'seen',
    value: { requests: 1, errors: { 'client-timeout': 1 }, lastFailedAt: madeAt },
  });
  expect(await viewOf(500, 1_000)).not.toHaveProperty('value.lastFailedAt');
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

/** A probe whose requests are those of the test, at its own times. */
function probed(overMs: number) {
  const { context, clock } = world();
  const log = outcomeLog();
  const sessions = {
    ...context.sessions,
    get: () => Promise.reject(new CqlError('unreachable', 'no')),
    takeOutcomes: log.take,
  };
  const probe = startClientProbe([one], { ...context, sessions }, { betweenReadsMs: 1e9, overMs });
  const add = (latencyMs: number, errorClass?: string) => {
    const outcome = { at: clock.now(), coordinator: one.address, latencyMs };
    log.add({ ...outcome, ...(errorClass === undefined ? {} : { errorClass }) });
  };
  return { probe, clock, add };
}

test('a view that reaches back for a minute forgets what is older', async () => {
  const { probe, clock, add } = probed(60_000);
  add(5_000, 'client-timeout');
  expect(probe.view(one)).toMatchObject({ value: { errors: { 'client-timeout': 1 } } });
  clock.advance(59_000);
  add(3);
  expect(probe.view(one)).toMatchObject({
    value: { requests: 2, errors: { 'client-timeout': 1 } },
  });
  clock.advance(30_000);
  expect(probe.view(one)).toMatchObject({ value: { requests: 1, errors: {} } });
  await probe.stop();
});

test('one that has always gone on forgets nothing; percentiles are those of all samples, to 0.1 ms', async () => {
  const { probe, clock, add } = probed(Infinity);
  for (let i = 1; i <= 200; i += 1) {
    add(i + 0.04);
    clock.advance(60_000);
    probe.view(one);
  }
  expect(probe.view(one)).toMatchObject({ value: { requests: 200, p50Ms: 100, p99Ms: 198 } });
  await probe.stop();
});

test('of requests that nobody asks about the newest are kept', () => {
  const log = outcomeLog();
  for (let at = 0; at < 30_001; at += 1) log.add({ at, coordinator: 'a', latencyMs: 1 });
  const taken = log.take();
  expect(taken).toHaveLength(27_001);
  expect(taken.at(-1)?.at).toBe(30_000);
  expect(log.take()).toEqual([]);
});

import { expect, test } from 'vitest';
import type { CountedRequests } from '../../../src/model/readings.ts';
import { p99Between } from '../../../src/rules/soak/interval-latency.ts';

/** Counts by bucket of a timer of 4.1: 127 bounds in microseconds. */
function counted(counts: Readonly<Record<number, number>>, size = 128): CountedRequests {
  const buckets = Array.from({ length: size }, (_, i) => counts[i] ?? 0);
  return { failed: 0, buckets, unitMs: 1e-3 };
}

test('only what came between two looks counts', () => {
  const before = counted({ 50: 1_000_000 });
  // Bounds 8 and 9 of Cassandra are 10 and 12 microseconds.
  const after = counted({ 50: 1_000_000, 9: 200 });
  const ms = p99Between(before, after);
  expect(ms).toBeGreaterThan(0.01);
  expect(ms).toBeLessThanOrEqual(0.012);
});

test('one in a hundred that takes longer is the p99', () => {
  const slow = p99Between(counted({}), counted({ 9: 980, 30: 20 }));
  const fast = p99Between(counted({}), counted({ 9: 995, 30: 5 }));
  expect(slow).toBeGreaterThan(10 * (fast ?? 0));
});

test('within a bucket it moves without a step', () => {
  const [few, many] = [1, 50].map((more) => p99Between(counted({}), counted({ 9: 100, 10: more })));
  expect(many).toBeGreaterThan(few ?? 0);
});

test('fewer than 100 requests, a restart, and buckets of another version are no percentile', () => {
  expect(p99Between(counted({}), counted({ 9: 99 }))).toBeUndefined();
  expect(p99Between(counted({ 9: 5, 10: 500 }), counted({ 9: 500 }))).toBeUndefined();
  expect(p99Between(counted({}, 165), counted({ 9: 500 }))).toBeUndefined();
});

test('what is beyond the last bound is at least that', () => {
  expect(p99Between(counted({}), counted({ 127: 500 }))).toBeGreaterThan(60_000);
});

import { expect, test } from 'vitest';
import type { ClientRequests } from '../../src/model/readings.ts';
import {
  countedSince,
  noSoakHistory,
  samplesBeside,
  samplesOf,
  ticksOf,
  withoutNode,
  withSoakLook,
  type SoakHistory,
} from '../../src/gates/soak-history.ts';

/** All requests took about 4 ms; counts since the start. */
function counted(requests: number, failed = 0): ClientRequests {
  const buckets = Array.from({ length: 128 }, (_, i) => (i === 42 ? requests : 0));
  const latency = { p99Ms: 4, counted: { failed, buckets, unitMs: 1e-3 } };
  return { reads: latency, writes: latency };
}

function look(
  history: SoakHistory,
  at: number,
  says: Readonly<Record<string, ClientRequests | undefined>>,
  keptMs = 1_000_000,
): SoakHistory {
  const nodes = Object.entries(says).map(([address, value]) => ({
    address,
    sources: {
      'client-requests': value
        ? ({ kind: 'seen', at, value } as const)
        : ({ kind: 'missing', at, why: 'timed-out', detail: 'x' } as const),
    },
  }));
  return withSoakLook(history, { at, nodes }, keptMs);
}

test('a first look has no percentile of its own, the next has that of the time between', () => {
  const first = look(noSoakHistory, 10, { a: counted(1_000) });
  expect(samplesOf(first, 'a')).toMatchObject([{ at: 10, p99: {}, isDecayed: false }]);
  const second = look(first, 20, { a: counted(1_500) });
  expect(samplesOf(second, 'a')[1]?.p99.reads).toBeDefined();
  const idle = look(second, 30, { a: counted(1_510) });
  expect(samplesOf(idle, 'a')[2]?.p99).toEqual({});
});

test('a node without an answer has no sample of that look, and its peers go on', () => {
  const first = look(noSoakHistory, 10, { a: counted(1_000), b: counted(1_000) });
  const second = look(first, 20, { a: undefined, b: counted(2_000) });
  const third = look(second, 30, { a: counted(3_000), b: undefined });
  expect(samplesOf(third, 'a').map(({ at }) => at)).toEqual([10, 30]);
  const ticks = ticksOf(third, { node: 'a', peers: ['b', 'c'], latency: 'reads', since: 15 });
  expect(ticks).toMatchObject([{ sinceMs: 15, peers: [undefined, undefined] }]);
  expect(ticks[0]?.own).toBeDefined();
});

test('what is older than a baseline reaches is forgotten, and nodes that are looked at no more', () => {
  const first = look(noSoakHistory, 10, { a: counted(1_000), b: counted(1_000) }, 50);
  const later = look(first, 100, { a: counted(2_000) }, 50);
  expect(samplesOf(later, 'a').map(({ at }) => at)).toEqual([100]);
  expect([...later.keys()]).toEqual(['a']);
  expect(samplesOf(withoutNode(later, 'a'), 'a')).toEqual([]);
});

test('failures are counted from the first look since then; a new process counts anew', () => {
  const first = look(noSoakHistory, 10, { a: counted(1_000, 5) });
  const second = look(first, 20, { a: counted(2_000, 7) });
  expect(countedSince(second, 'a', 0)).toEqual({ failed: 4, requests: 2_000 });
  expect(countedSince(second, 'b', 0)).toBeUndefined();
  expect(countedSince(look(second, 30, { a: counted(100, 0) }), 'a', 0)).toBeUndefined();
});

test('a peer stands beside the looks at which it was seen, whatever it said before, between or after', () => {
  const sample = (at: number) => ({ at, p99: {}, isDecayed: false, counts: undefined });
  const own = [10, 20, 30, 40].map(sample);
  const beside = (...times: readonly number[]) =>
    samplesBeside(own, times.map(sample)).map((one) => one?.at);
  expect(beside(5, 10, 15, 30, 50)).toEqual([10, undefined, 30, undefined]);
  expect(beside(10, 20, 30, 40)).toEqual([10, 20, 30, 40]);
  expect(beside()).toEqual([undefined, undefined, undefined, undefined]);
  expect(beside(50, 60)).toEqual([undefined, undefined, undefined, undefined]);
});

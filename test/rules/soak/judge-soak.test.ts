import { expect, test } from 'vitest';
import { usualOf, type Tick } from '../../../src/rules/soak/block-effects.ts';
import { judgeSoak, type LatencyCase, type SoakCase } from '../../../src/rules/soak/judge-soak.ts';
import { nonePooled, pooledWith } from '../../../src/rules/soak/pooled.ts';

const seconds = (count: number) => Array.from({ length: count / 10 }, (_, i) => (i + 1) * 10);
const own = Math.log(20);

/** Looks every 10 s; `factor`: how many times slower the node is by then. */
function ticks(
  lastSecond: number,
  { peers = 3, factor = () => 1 }: { peers?: number; factor?: (second: number) => number },
): readonly Tick[] {
  return seconds(lastSecond).map((second) => ({
    sinceMs: second * 1_000,
    // The load of all goes up and down together.
    own: own + Math.sin(second / 100) / 4 + Math.log(factor(second)),
    peers: Array.from({ length: peers }, (_, i) => own + i / 10 + Math.sin(second / 100) / 4),
  }));
}

const isAlone = (peers: number) => peers < 2;

function caseOf(
  lastSecond: number,
  factor: (second: number) => number,
  changes: Partial<SoakCase> & { readonly done?: readonly number[] } = {},
): SoakCase {
  const peers = changes.peers ?? 3;
  const usual = usualOf(ticks(1_800, { peers }), 10, !isAlone(peers));
  const after = ticks(lastSecond, { peers, factor });
  const reads: LatencyCase = {
    latency: 'reads',
    usual,
    after,
    done: (changes.done ?? []).reduce(pooledWith, nonePooled),
  };
  return { peers, isDecayed: false, latencies: [reads], ...changes };
}

test('as before: three blocks after the warm-up are enough', () => {
  expect(judgeSoak(caseOf(290, () => 1))).toMatchObject({ kind: 'HOLD' });
  const { kind, form, latencies } = judgeSoak(caseOf(300, () => 1));
  expect({ kind, form }).toEqual({ kind: 'CONTINUE', form: 'peers' });
  expect(latencies[0]).toMatchObject({ blocks: 3, unseen: 0 });
  expect(latencies[0]?.effect).toBeCloseTo(1);
});

test('twice as slow: held, and stopped ten minutes after the restart, with the numbers', () => {
  expect(judgeSoak(caseOf(590, () => 2)).kind).toBe('HOLD');
  const { kind, latencies } = judgeSoak(caseOf(600, () => 2));
  expect(kind).toBe('STOP');
  expect(latencies[0]?.effect).toBeCloseTo(2);
  expect(latencies[0]?.from).toBeCloseTo(2);
});

test('what melts away is a cold cache, and waited for', () => {
  const cooling = (second: number) => 1 + 4 * Math.exp(-second / 300);
  for (const second of [600, 660, 720]) {
    expect(judgeSoak(caseOf(second, cooling)).kind).toBe('HOLD');
  }
});

test('between the limits nothing is decided', () => {
  expect(judgeSoak(caseOf(1_800, () => 1.4))).toMatchObject({ kind: 'HOLD' });
});

test('two peers need nine of ten blocks, and twelve minutes', () => {
  expect(judgeSoak(caseOf(660, () => 3, { peers: 2 })).kind).toBe('HOLD');
  expect(judgeSoak(caseOf(720, () => 3, { peers: 2 }))).toMatchObject({
    ...{ kind: 'STOP', form: 'few peers' },
  });
});

test.each([0, 1])('with %i peers the own baseline clears, and never stops', (peers) => {
  expect(judgeSoak(caseOf(300, () => 1, { peers }))).toMatchObject({ form: 'alone' });
  expect(judgeSoak(caseOf(1_800, () => 3, { peers })).kind).toBe('HOLD');
});

test('one latency that is not cleared holds the other; one that is worse stops', () => {
  const reads = caseOf(600, () => 1).latencies[0];
  const writes = caseOf(600, () => 1.4).latencies[0];
  const worse = caseOf(600, () => 2).latencies[0];
  if (!reads || !writes || !worse) throw new Error('no case');
  const of = (other: LatencyCase) =>
    judgeSoak({ ...caseOf(600, () => 1), latencies: [reads, { ...other, latency: 'writes' }] });
  expect(of(reads).kind).toBe('CONTINUE');
  expect(of(writes).kind).toBe('HOLD');
  expect(of(worse).kind).toBe('STOP');
});

test('a baseline that is missing, and blocks that are, never go on', () => {
  const known = caseOf(900, () => 1);
  const unknown = known.latencies.map((each) => ({ ...each, usual: undefined }));
  expect(judgeSoak({ ...known, latencies: unknown })).toMatchObject({
    kind: 'HOLD',
    latencies: [{ isKnownBefore: false, effect: undefined }],
  });
  const gaps = known.latencies.map((each) => ({
    ...each,
    after: each.after.map((tick) =>
      tick.sinceMs % 120_000 > 60_000 ? { ...tick, own: undefined } : tick,
    ),
  }));
  expect(judgeSoak({ ...known, latencies: gaps })).toMatchObject({ kind: 'HOLD' });
  const silent = known.latencies.map((each) => ({
    ...each,
    after: each.after.map((tick) => ({ ...tick, peers: tick.peers.map(() => undefined) })),
  }));
  expect(judgeSoak({ ...known, latencies: silent })).toMatchObject({
    kind: 'HOLD',
    latencies: [{ unseen: 13 }],
  });
});

test('a peer that was not seen before is left out, not compared with nothing', () => {
  const before = ticks(1_800, { peers: 3 }).map((tick) => ({
    ...tick,
    peers: [tick.peers[0], tick.peers[1], undefined],
  }));
  expect(usualOf(before, 10, true)?.offsets.map((each) => each === null)).toEqual([
    false,
    false,
    true,
  ]);
  expect(usualOf(before.slice(0, 9), 10, true)).toBeUndefined();
  expect(usualOf([], 0, true)).toBeUndefined();
});

test('a small regression is found over the nodes done', () => {
  const slightly = () => 1.2;
  expect(judgeSoak(caseOf(300, slightly)).kind).toBe('CONTINUE');
  const done = Array.from({ length: 15 }, () => 1.2);
  const pooled = judgeSoak(caseOf(300, slightly, { done }));
  expect(pooled).toMatchObject({ kind: 'STOP', latencies: [{ pooled: { nodes: 16 } }] });
  const fine = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 0.9 : 1.1));
  expect(judgeSoak(caseOf(300, () => 1, { done: fine })).kind).toBe('CONTINUE');
});

test('requests that fail here alone stop at once; where peers fail as many they do not', () => {
  const cleared = caseOf(300, () => 1);
  const of = (own: number, others: number) =>
    judgeSoak({
      ...cleared,
      failures: {
        own: { failed: own, requests: 20_000 },
        others: [{ failed: others, requests: 100_000 }],
      },
    });
  expect(of(40, 0)).toMatchObject({ kind: 'STOP', failsMore: true });
  expect(of(0, 0).kind).toBe('CONTINUE');
  expect(of(2, 0).kind).toBe('CONTINUE');
  expect(of(40, 200).kind).toBe('CONTINUE');
});

test('failures with nobody to compare with are not judged here', () => {
  const failures = { own: { failed: 40, requests: 20_000 }, others: [] };
  expect(judgeSoak({ ...caseOf(300, () => 1), failures })).toMatchObject({ failsMore: false });
});

import { expect, test } from 'vitest';
import { blockEffects, usualOf } from '../../../src/rules/soak/block-effects.ts';
import { cautiousRule } from '../../../src/rules/soak/block-rule.ts';
import { blockVerdict } from '../../../src/rules/soak/block-verdict.ts';
import { judgeSoak } from '../../../src/rules/soak/judge-soak.ts';
import { nonePooled } from '../../../src/rules/soak/pooled.ts';
import { quantile, soakMany, type SoakJudge } from '../../score/soak-world.js';

/** The shipped judge over one latency; `npm run score` does the same over the full counts. */
const judge =
  (peers: number, isDecayed = false): SoakJudge =>
  (before) => {
    const usual = usualOf(before, 10, peers > 1);
    return (after) =>
      judgeSoak({
        ...{ peers, isDecayed },
        latencies: [{ latency: 'reads', usual, after, done: nonePooled }],
      }).kind;
  };

const named = { healthy: 1_500, slower: 300, slowWarmUp: 300 };

test('healthy nodes go on soon and none is stopped, in the simulated world of detection.md 4.3', () => {
  const { runs, stopped, held, continued } = soakMany(judge(5), { seed: 11, runs: named.healthy });
  process.stdout.write(`healthy: ${runs} nodes, ${stopped.length} STOP, ${held} HOLD\n`);
  expect(runs).toBeGreaterThanOrEqual(named.healthy);
  expect(stopped).toEqual([]);
  expect(quantile(continued, 0.5)).toBeLessThanOrEqual(480);
  expect(quantile(continued, 0.95)).toBeLessThanOrEqual(780);
});

test('twice as slow is stopped in ten minutes', () => {
  const slower = { seed: 12, runs: named.slower, slower: 2 };
  const { runs, stopped, continued } = soakMany(judge(5), slower);
  process.stdout.write(`2x: ${stopped.length} of ${runs} stopped, ${continued.length} went on\n`);
  expect(runs).toBeGreaterThanOrEqual(named.slower);
  expect(stopped.length / runs).toBeGreaterThanOrEqual(0.99);
  expect(quantile(stopped, 0.5)).toBeLessThanOrEqual(600);
  expect(continued).toEqual([]);
});

/** Nine of ten, whatever the peers. */
const cautious: SoakJudge = (before) => {
  const usual = usualOf(before, 10, true);
  const looks = { fewestInBlock: 3, comparesPeers: true };
  return (after) =>
    usual
      ? blockVerdict(blockEffects(after, usual, cautiousRule, looks), cautiousRule).kind
      : 'HOLD';
};

test.each([
  { what: 'nine of ten blocks', judged: cautious, isDecayed: false, atMost: 0.02 },
  { what: 'percentiles that decay', judged: judge(5, true), isDecayed: true, atMost: 0.02 },
  // No bar of detection.md: of two peers the middle is noisier.
  { what: 'two peers', judged: judge(2), isDecayed: false, peers: 2, atMost: 0.05 },
])('a slow warm-up is waited for: $what', ({ what, judged, isDecayed, peers = 5, atMost }) => {
  const { runs, stopped } = soakMany(judged, {
    ...{ seed: 13, runs: named.slowWarmUp, taus: [300, 600], isDecayed, peers },
    ...(isDecayed ? { everySeconds: 60 } : {}),
  });
  process.stdout.write(`slow warm-up, ${what}: ${stopped.length} of ${runs} STOP\n`);
  expect(runs).toBeGreaterThanOrEqual(named.slowWarmUp);
  expect(stopped.length / runs).toBeLessThanOrEqual(atMost);
});

test('twice as slow with two peers, or percentiles that decay, never goes on', () => {
  const wanted = { seed: 14, runs: 200, slower: 2 };
  for (const ran of [
    soakMany(judge(2), { ...wanted, peers: 2 }),
    soakMany(judge(5, true), { ...wanted, isDecayed: true, everySeconds: 60 }),
  ]) {
    expect(ran.continued).toEqual([]);
    expect(ran.stopped.length / ran.runs).toBeGreaterThanOrEqual(0.9);
  }
});

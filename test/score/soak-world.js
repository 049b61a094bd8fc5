// Latencies of a node and its peers as a seeded world, after facts/detection.md 4.3: natural logarithms of the
// p99, one every 10 s. Where that text names no figure (the load's time, the size of a pause) it is said below.
import { seeded } from './stall-world.js';

export const lookSeconds = 10;
const spread = { bias: 0.15, load: 0.2, own: 0.12, white: 0.15 };
const ownSeconds = 60;
/** The load of the whole cluster goes up and down in about 20 min, and drifts by so much an hour. */
const loadSeconds = 600;
const driftAnHour = 0.2;
const pauseShare = 0.02;
/** A pause makes the p99 of its 10 s two to five times as long. */
const pause = { from: Math.log(2), to: Math.log(5) };
const compaction = { everySeconds: 1_800, seconds: 120, by: 0.35 };
const coldBy = Math.log(3);
/** Percentiles of the node itself: a half-life of 60 s, and buckets that grow by 1.2. */
const halfLifeSeconds = 60;
const bucket = Math.log(1.2);

export const usualWarmUps = [60, 120, 180];

function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function autoregressive(random, sd, seconds) {
  const phi = Math.exp(-lookSeconds / seconds);
  let value = sd * normal(random);
  return () => (value = phi * value + sd * Math.sqrt(1 - phi * phi) * normal(random));
}

function newNode(random, isDecayed) {
  const bias = spread.bias * normal(random);
  const own = autoregressive(random, spread.own, ownSeconds);
  const phase = random() * compaction.everySeconds;
  let held;
  return (second, load, extra, isFirst) => {
    if (isFirst) held = undefined;
    let value = bias + load + own() + extra + spread.white * normal(random);
    if (random() < pauseShare) value += pause.from + random() * (pause.to - pause.from);
    if ((second + phase) % compaction.everySeconds < compaction.seconds) value += compaction.by;
    if (!isDecayed) return value;
    const kept = held === undefined ? 0 : 0.5 ** (lookSeconds / halfLifeSeconds);
    held = Math.log(kept * Math.exp(held ?? 0) + (1 - kept) * Math.exp(value));
    return Math.ceil(held / bucket) * bucket;
  };
}

/**
 * One node that is restarted: looks before the stop and after the restart. `tau`: seconds in which a
 * third of the cold caches' excess is left; the reservoirs of a restarted node begin empty.
 */
export function newSoak(random, wanted) {
  const {
    peers,
    beforeSeconds,
    tau,
    slower,
    isDecayed = false,
    everySeconds = lookSeconds,
  } = wanted;
  const wave = autoregressive(random, spread.load, loadSeconds);
  const drift = (2 * random() - 1) * driftAnHour;
  const others = Array.from({ length: peers }, () => newNode(random, isDecayed));
  const node = newNode(random, isDecayed);
  let [second, since] = [0, 0];
  const look = (extra, isFirst = false) => {
    second += lookSeconds;
    const load = wave() + (drift * second) / 3600;
    return {
      sinceMs: since * 1000,
      own: node(second, load, extra, isFirst),
      peers: others.map((other) => other(second, load, 0)),
    };
  };
  const isKept = () => second % everySeconds === 0;
  const before = [];
  while (second < beforeSeconds) {
    const tick = look(0);
    if (isKept()) before.push(tick);
  }
  return {
    before,
    /** The looks of the next so many seconds after the restart. */
    next(seconds) {
      const ticks = [];
      for (const end = since + seconds; since < end;) {
        since += lookSeconds;
        const cold = coldBy * Math.exp(-since / tau);
        const tick = look(Math.log(slower) + cold, since === lookSeconds);
        if (isKept()) ticks.push(tick);
      }
      return ticks;
    },
  };
}

export const case1 = { peers: 5, beforeSeconds: 1_800, slower: 1 };

/** Named runs with the shipped judge: how each of `runs` nodes ended, and after how many seconds. */
export function soakMany(
  judge,
  { seed, runs, limitSeconds = 1_800, taus = usualWarmUps, ...wanted },
) {
  const random = seeded(seed);
  const ends = { CONTINUE: [], STOP: [], HOLD: [] };
  for (let run = 0; run < runs; run += 1) {
    const tau =
      taus.length === 2 ? taus[0] + random() * (taus[1] - taus[0]) : taus[run % taus.length];
    const soak = newSoak(random, { ...case1, ...wanted, tau });
    const { kind, seconds } = endOf(judge(soak.before), soak, limitSeconds);
    ends[kind].push(seconds);
  }
  const sorted = (kind) => ends[kind].sort((a, b) => a - b);
  return { runs, continued: sorted('CONTINUE'), stopped: sorted('STOP'), held: ends.HOLD.length };
}

const blockSeconds = 60;

function endOf(judged, soak, limitSeconds) {
  const after = [];
  for (let seconds = blockSeconds; seconds <= limitSeconds; seconds += blockSeconds) {
    after.push(...soak.next(blockSeconds));
    const kind = judged(after);
    if (kind !== 'HOLD') return { kind, seconds };
  }
  return { kind: 'HOLD', seconds: limitSeconds };
}

/** Nearest rank. */
export function quantile(sorted, share) {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

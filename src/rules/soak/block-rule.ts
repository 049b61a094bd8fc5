/**
 * When blocks of 60 s decide. Effects are factors: 1 is as before the restart, 2 twice as slow, both measured
 * against the peers at the same time. Source of every figure: facts/detection.md 4.3.
 */
export interface BlockRule {
  /** Blocks begin so long after the restart: caches are cold before. */
  readonly warmUpMs: number;
  readonly blockMs: number;
  /** CONTINUE: so many blocks in a row below this. */
  readonly continueBelow: number;
  readonly continueBlocks: number;
  /** STOP: so many of the newest blocks above this, not before `stopFromMs` after the restart. */
  readonly stopAbove: number;
  readonly stopBlocks: number;
  readonly stopOf: number;
  readonly stopFromMs: number;
  /** What melts away is a cold cache: the newer half of those blocks is at least this share of the older. */
  readonly meltsBelow: number;
}

export const warmUpMs = 120_000;
export const blockMs = 60_000;

const common = {
  warmUpMs,
  blockMs,
  continueBelow: 1.25,
  continueBlocks: 3,
  stopAbove: 1.6,
};

/** For at least three peers and latencies of the block itself: false STOP of 1.5e-5 a node there. */
export const usualRule: BlockRule = {
  ...common,
  stopBlocks: 5,
  stopOf: 6,
  stopFromMs: 600_000,
  meltsBelow: 0.85,
};

/** For two peers: of so few the middle is noisier. */
export const cautiousRule: BlockRule = {
  ...common,
  stopBlocks: 9,
  stopOf: 10,
  stopFromMs: 720_000,
  meltsBelow: 0.9,
};

/** For percentiles that hold the minutes before, looked at once a block: what melts away shows later there. */
export const decayedRule: BlockRule = {
  ...common,
  stopBlocks: 10,
  stopOf: 12,
  stopFromMs: 900_000,
  meltsBelow: 1,
};

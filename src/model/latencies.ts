import { sumOf } from './counts.ts';

/** How many requests took so many tenths of a ms: as precise as reports are, in a size that hardly grows. */
export type LatencyTenths = ReadonlyMap<number, number>;

const samplesForPercentiles = 100;

/** Nearest rank. Undefined below 100 samples: no percentile is honest then. */
export function percentileMs(tenths: LatencyTenths, share: number): number | undefined {
  const samples = sumOf(tenths.values());
  if (samples < samplesForPercentiles) return undefined;
  let below = 0;
  for (const [latency, times] of [...tenths].sort(([a], [b]) => a - b)) {
    below += times;
    if (below >= Math.ceil(share * samples)) return latency / 10;
  }
  return undefined;
}

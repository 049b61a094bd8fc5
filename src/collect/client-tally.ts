import type { CqlOutcome } from '../model/client-metrics.ts';
import { percentileMs } from '../model/latencies.ts';
import type { ClientView } from '../model/readings.ts';

/** What came of requests, in a size that does not grow with their number. */
export interface ClientTally {
  requests: number;
  /** By class of error. */
  readonly errors: Map<string, number>;
  /** How many that succeeded took so many tenths of a ms: as precise as reports are. */
  readonly tenths: Map<number, number>;
}

export function newTally(): ClientTally {
  return { requests: 0, errors: new Map(), tenths: new Map() };
}

export function count(
  tally: ClientTally,
  { errorClass, latencyMs }: Pick<CqlOutcome, 'errorClass' | 'latencyMs'>,
): void {
  tally.requests += 1;
  if (errorClass === undefined) add(tally.tenths, Math.round(latencyMs * 10), 1);
  else add(tally.errors, errorClass, 1);
}

export function merged(tallies: readonly ClientTally[]): ClientTally {
  const all = newTally();
  for (const { requests, errors, tenths } of tallies) {
    all.requests += requests;
    for (const [errorClass, times] of errors) add(all.errors, errorClass, times);
    for (const [latency, times] of tenths) add(all.tenths, latency, times);
  }
  return all;
}

function add<K>(counts: Map<K, number>, key: K, times: number): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}

export function viewOfTally({ requests, errors, tenths }: ClientTally): ClientView {
  return {
    requests,
    errors: Object.fromEntries(errors),
    p50Ms: percentileMs(tenths, 0.5),
    p99Ms: percentileMs(tenths, 0.99),
    latencyTenths: tenths,
  };
}

import type { CqlOutcome } from '../model/client-metrics.ts';
import { addedCounts, addTo, sumOf } from '../model/counts.ts';
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
  if (errorClass === undefined) addTo(tally.tenths, Math.round(latencyMs * 10), 1);
  else addTo(tally.errors, errorClass, 1);
}

export function merged(tallies: readonly ClientTally[]): ClientTally {
  return {
    requests: sumOf(tallies.map(({ requests }) => requests)),
    errors: addedCounts(tallies.map(({ errors }) => errors)),
    tenths: addedCounts(tallies.map(({ tenths }) => tenths)),
  };
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

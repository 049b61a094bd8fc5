import type { Parsed } from '../model/parsed.ts';
import type { ClientRequests, RequestLatency } from '../model/readings.ts';
import { listIn, numberIn, type JmxAnswer } from './jmx-values.ts';
import { reading, unreadable } from './reading.ts';

/** Beans of type ClientRequest of one scope: the timer Latency, counts of what was not answered. */
export interface RequestBeans {
  readonly p99Us: JmxAnswer;
  /** `values()` of the timer. */
  readonly buckets: JmxAnswer;
  readonly failed: readonly JmxAnswer[];
}

export function parseJmxRequests(
  reads: RequestBeans,
  writes: RequestBeans,
): Parsed<ClientRequests> {
  return reading(() => ({ reads: latencyOf(reads), writes: latencyOf(writes) }));
}

function latencyOf({ p99Us, buckets: said, failed }: RequestBeans): RequestLatency {
  const buckets = listIn(said, 'values of Latency').map((count) =>
    numberIn(count, 'a bucket of Latency'),
  );
  const unitMs = unitOf.get(buckets.length);
  if (unitMs === undefined) {
    return unreadable(`${buckets.length} buckets`, 'not the buckets of a timer');
  }
  return {
    // A timer is told in microseconds, whatever its buckets are in.
    p99Ms: numberIn(p99Us, '99thPercentile of Latency') / 1_000,
    counted: {
      failed: failed.reduce<number>((sum, count) => sum + numberIn(count, 'Count'), 0),
      buckets,
      unitMs,
    },
  };
}

/**
 * From the source of CassandraMetricsRegistry: up to 4.0 timers have 164 bounds in nanoseconds, from 4.1 on 127
 * in microseconds, and one bucket for what is beyond. The counts do not decay.
 */
const unitOf: ReadonlyMap<number, number> = new Map([
  [165, 1e-6],
  [128, 1e-3],
]);

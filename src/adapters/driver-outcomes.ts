import type * as Driver from 'cassandra-driver';
import type { tracker } from 'cassandra-driver';
import type { OutcomeLog } from '../model/client-metrics.ts';
import type { Clock } from '../ports/clock.ts';
import { toCqlError } from './driver-errors.ts';

/**
 * Records each request with its coordinator. The driver's ClientMetrics callbacks carry no host,
 * so a request tracker is used.
 */
export function outcomeTracker(
  driver: typeof Driver,
  outcomes: OutcomeLog,
  clock: Clock,
): tracker.RequestTracker {
  const record = (host: { address: string } | null, latency: number[], error?: unknown) => {
    const [seconds = 0, nanoseconds = 0] = latency;
    outcomes.add({
      at: clock.now(),
      coordinator: host ? host.address.slice(0, host.address.lastIndexOf(':')) : 'none',
      latencyMs: seconds * 1_000 + nanoseconds / 1e6,
      ...(error === undefined ? {} : { errorClass: toCqlError(error).errorClass }),
    });
  };
  const callbacks: tracker.RequestTracker = {
    onSuccess: (host, _query, _parameters, _options, _sent, _received, latency) => {
      record(host, latency);
    },
    onError: (host, _query, _parameters, _options, _sent, error, latency) => {
      record(host, latency, error);
    },
    shutdown: () => undefined,
  };
  return Object.assign(
    Object.create(trackerPrototype(driver)) as tracker.RequestTracker,
    callbacks,
  );
}

/** The driver insists on an instance of a class that its types call an interface. */
function trackerPrototype(driver: typeof Driver): object {
  return (driver.tracker as unknown as { RequestTracker: { prototype: object } }).RequestTracker
    .prototype;
}

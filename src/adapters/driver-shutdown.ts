import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'cassandra-driver';

/** Longer than a connection that is whole takes to close. */
const usualLimitMs = 5_000;

/** Closes the client, and waits no longer than that: a client that still connects says so to nobody, ever. */
export async function shutDown(
  client: Pick<Client, 'shutdown'>,
  limitMs = usualLimitMs,
): Promise<void> {
  const over = new AbortController();
  const limit = wait(limitMs, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([client.shutdown().catch(() => undefined), limit]);
  over.abort();
}

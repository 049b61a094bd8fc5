import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'cassandra-driver';

/** Longer than a connection that is whole takes to close. */
const usualLimitMs = 1_000;

/** Closes the client, and waits no longer than that: a client that still connects says so to nobody, ever. */
export async function shutDown(
  client: Pick<Client, 'shutdown'> & WithControl,
  limitMs = usualLimitMs,
): Promise<void> {
  const over = new AbortController();
  const limit = wait(limitMs, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([client.shutdown().catch(() => undefined), limit]);
  over.abort();
  closeControl(client);
}

/** What the driver (4.10) has of it, and does not declare. */
interface WithControl {
  readonly controlConnection?: {
    shutdown?(): void;
    readonly connection?: { close?(): void } | null;
  };
}

/**
 * Where the node let the client in and then answered nothing more, as one does that holds its clients back,
 * connect fails and leaves this connection open, with its heartbeats: the process would never end.
 */
function closeControl(client: WithControl): void {
  client.controlConnection?.shutdown?.();
  client.controlConnection?.connection?.close?.();
}

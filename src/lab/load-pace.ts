import type { Clock } from '../ports/clock.ts';
import type { Ledger } from './load-ledger.ts';

const flushEveryMs = 250;
/** More than this in flight and the client falls behind its rate instead of piling up. */
const maxInFlight = 256;

/** Sends at a fixed rate: a slow answer does not delay the next request. */
export async function sendAll(
  rate: number,
  send: (index: number, dueAt: number) => Promise<void>,
  clock: Clock,
  ending: AbortSignal,
): Promise<void> {
  const startedAt = clock.now();
  const inFlight = new Set<Promise<void>>();
  const unexpected: unknown[] = [];
  const isOver = () => ending.aborted || unexpected.length > 0;
  for (let index = 0; !isOver(); index += 1) {
    const dueAt = startedAt + (index * 1_000) / rate;
    const waitMs = dueAt - clock.now();
    if (waitMs > 0) await pause(waitMs, clock, ending);
    if (isOver()) break;
    if (inFlight.size >= maxInFlight) await Promise.race(inFlight);
    const request: Promise<void> = send(index, dueAt)
      .catch((error: unknown) => void unexpected.push(error))
      .finally(() => inFlight.delete(request));
    inFlight.add(request);
  }
  await Promise.all(inFlight);
  // Not an answer of the cluster, which is a record, but a bug or a closed session.
  if (unexpected.length > 0) throw unexpected[0];
}

export async function flushOften(ledger: Ledger, clock: Clock, ending: AbortSignal): Promise<void> {
  while (!ending.aborted) {
    await pause(flushEveryMs, clock, ending);
    await ledger.flush();
  }
}

/** Sleeps; an end that is asked for is no error. */
async function pause(ms: number, clock: Clock, ending: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, ending);
  } catch (error) {
    if (!ending.aborted) throw error;
  }
}

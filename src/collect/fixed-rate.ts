import type { Instant } from '../model/instant.ts';
import type { Clock } from '../ports/clock.ts';

export interface Pace {
  readonly ratePerSecond: number;
  readonly forMs: number;
  /** When the first turn is due. */
  readonly from: Instant;
  /** Turns that may be under way at once; more are skipped, and counted. */
  readonly mostWaiting: number;
}

/**
 * Takes turns at a fixed rate, and waits for those under way at the end. A slow answer puts no turn off, and
 * a turn that begins late knows when it was due: no omission is coordinated with the one who is measured.
 * What a turn throws ends it all and is thrown on. Resolves with the number of turns skipped.
 */
export async function atFixedRate(
  { ratePerSecond, forMs, from, mostWaiting }: Pace,
  turn: (index: number, dueAt: Instant) => Promise<void>,
  clock: Clock,
  signal: AbortSignal,
): Promise<number> {
  const failing = new AbortController();
  const ending = AbortSignal.any([signal, failing.signal]);
  const waiting = new Set<Promise<void>>();
  const turns = Math.floor((forMs * ratePerSecond) / 1_000);
  let skipped = 0;
  const isOver = () => ending.aborted;
  for (let index = 0; index < turns && !isOver(); index += 1) {
    const dueAt = from + (index * 1_000) / ratePerSecond;
    await pauseUntil(dueAt, clock, ending);
    if (isOver()) break;
    if (waiting.size >= mostWaiting) {
      skipped += 1;
      continue;
    }
    const taken: Promise<void> = turn(index, dueAt)
      .catch((error: unknown) => {
        failing.abort(error);
      })
      .finally(() => waiting.delete(taken));
    waiting.add(taken);
  }
  await Promise.all(waiting);
  failing.signal.throwIfAborted();
  return skipped;
}

/** An end that is asked for is no error. */
async function pauseUntil(dueAt: Instant, clock: Clock, ending: AbortSignal): Promise<void> {
  const ms = dueAt - clock.now();
  if (ms <= 0) return;
  try {
    await clock.sleep(ms, ending);
  } catch (error) {
    if (!ending.aborted) throw error;
  }
}

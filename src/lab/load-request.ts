import type { Clock } from '../ports/clock.ts';
import { CqlError, type CqlSession } from '../ports/cql.ts';
import { insertRow, selectRow } from './load-schema.ts';
import type { RequestRecord } from './load-tally.ts';
import { bucketOf, valueOf, type Operation } from './load-work.ts';

/** Pauses before the second and the third attempt, as an application would make them. */
const retryPausesMs = [200, 500];

/** One request at QUORUM with at most two retries. Writes are idempotent: same key, same value. */
export async function sendRequest(
  operation: Operation,
  dueAt: number,
  run: string,
  session: CqlSession,
  clock: Clock,
): Promise<RequestRecord> {
  const failures: RequestRecord['failures'][number][] = [];
  const record = (succeeded: boolean, isMisread: boolean): RequestRecord => ({
    operation: operation.kind,
    n: operation.n,
    dueAt,
    endedAt: clock.now(),
    failures,
    succeeded,
    isMisread,
  });
  for (let attempt = 0; ; attempt += 1) {
    try {
      const found = await attemptOnce(operation, run, session);
      return record(true, found !== undefined && found !== valueOf(run, operation.n));
    } catch (error) {
      if (!(error instanceof CqlError)) throw error;
      const { errorClass, coordinator } = error;
      failures.push({ at: clock.now(), errorClass, coordinator });
      const pauseMs = retryPausesMs[attempt];
      if (pauseMs === undefined) return record(false, false);
      await clock.sleep(pauseMs);
    }
  }
}

/** For a read what it found, null when there is no row; undefined for a write. */
async function attemptOnce(
  operation: Operation,
  run: string,
  session: CqlSession,
): Promise<unknown> {
  const { kind, n } = operation;
  const key = [run, bucketOf(n), n];
  const isWrite = kind === 'write';
  const { rows } = await session.execute({
    query: isWrite ? insertRow : selectRow,
    params: isWrite ? [...key, valueOf(run, n)] : key,
    consistency: 'QUORUM',
    prepare: true,
  });
  return isWrite ? undefined : (rows[0]?.['value'] ?? null);
}

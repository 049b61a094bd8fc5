import { toIso } from '../model/instant.ts';
import type { LoadResult, RetriedRequest } from './load-result.ts';
import { isWhole, type FoundAgain } from './load-verify.ts';

/** What became of one request. */
export interface RequestRecord {
  readonly operation: 'write' | 'read';
  readonly n: number;
  /** Due time, ms since 1970. */
  readonly dueAt: number;
  readonly endedAt: number;
  readonly failures: readonly {
    readonly at: number;
    readonly errorClass: string;
    readonly coordinator: string | undefined;
  }[];
  readonly succeeded: boolean;
  /** A read that answered, without the value that was acknowledged. */
  readonly isMisread: boolean;
}

const listed = 1_000;

/** Every number of the report from the records and the read-back. */
export function tally(
  records: readonly RequestRecord[],
  found: FoundAgain,
  place: { readonly run: string; readonly ledger: string },
): LoadResult {
  const writes = records.filter(({ operation }) => operation === 'write');
  const acknowledged = writes.filter(({ succeeded }) => succeeded).length;
  const failed = records.filter(({ succeeded }) => !succeeded);
  const retried = records.filter(({ failures }) => failures.length > 0);
  const misread = records.filter(({ isMisread }) => isMisread).length;
  const latencies = records
    .filter(({ succeeded }) => succeeded)
    .map(({ dueAt, endedAt }) => endedAt - dueAt)
    .sort((a, b) => a - b);
  return {
    passed: failed.length + misread === 0 && isWhole(found) && acknowledged > 0,
    ok: records.length - failed.length,
    requests: records.length,
    reads: records.length - writes.length,
    writes: writes.length,
    acknowledged,
    unacknowledged: writes.length - acknowledged,
    retried: retried.length,
    failed: failed.length,
    misread,
    lost: found.lost,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    errors: {
      raw: countBy(records.flatMap(({ failures }) => failures.map(({ errorClass }) => errorClass))),
      afterRetry: countBy(failed.map(({ failures }) => failures.at(-1)?.errorClass ?? 'other')),
    },
    readBack: found.readBack,
    retries: retried.slice(0, listed).map(toRetried),
    retriesNotListed: Math.max(0, retried.length - listed),
    ...place,
  };
}

function toRetried({ operation, failures, succeeded, dueAt }: RequestRecord): RetriedRequest {
  return {
    at: toIso(failures[0]?.at ?? dueAt),
    operation,
    errors: failures.map(({ errorClass, coordinator }) => ({
      error: errorClass,
      coordinator: coordinator ?? null,
    })),
    succeeded,
  };
}

/** Nearest rank of a sorted list. */
export function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

function countBy(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

import type { LedgerVerification } from './load-again.ts';
import type { LoadResult, ReadBack } from './load-result.ts';

/** The result for people, every number of the verdict in it. */
export function loadText(result: LoadResult): string {
  const { readBack, errors } = result;
  return [
    `${result.passed ? 'ok' : 'NOT OK'}: ${result.failed} failed, ${result.lost} lost of ${result.acknowledged} acknowledged writes`,
    `requests  ${result.requests} (${result.reads} reads, ${result.writes} writes), ${result.retried} retried, ${result.misread} misread, ${result.unacknowledged} writes unacknowledged`,
    `latency   p50 ${ms(result.p50Ms)}, p99 ${ms(result.p99Ms)}`,
    `errors    ${counts(errors.raw)}; after retries ${counts(errors.afterRetry)}`,
    absentText(readBack),
    ...result.retries
      .slice(0, 20)
      .map(
        ({ at, operation, errors: tried, succeeded }) =>
          `retried   ${at} ${operation}: ${tried.map(({ error, coordinator }) => `${error} (${coordinator ?? 'no coordinator named'})`).join(', ')}; ${succeeded ? 'then succeeded' : 'failed'}`,
      ),
    ...(result.retries.length > 20
      ? [`          … ${result.retried - 20} more, all in --format json`]
      : []),
    `ledger    ${result.ledger}`,
    '',
  ].join('\n');
}

export function verificationText(found: LedgerVerification): string {
  const { passed, lost, acknowledged, readBack } = found;
  return `${passed ? 'ok' : 'NOT OK'}: ${lost} lost of ${acknowledged} acknowledged writes\n${absentText(readBack)}\n`;
}

function absentText({ quorum, all, replicas, unanswered }: ReadBack): string {
  const onReplicas = replicas
    ? `on the replicas ${counts(replicas)}`
    : 'not counted on the replicas (more nodes than replicas)';
  return `absent    at QUORUM ${counts(quorum)}; at ALL ${all}; ${onReplicas}; unanswered ${unanswered}`;
}

function ms(value: number | null): string {
  return value === null ? 'unknown' : `${Math.round(value)} ms`;
}

function counts(byName: Readonly<Record<string, number>>): string {
  const parts = Object.entries(byName).map(([name, count]) => `${name}: ${count}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

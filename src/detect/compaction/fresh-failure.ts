import { findingKey, type Undecided } from '../../model/finding.ts';
import type { Limits } from '../../model/limits.ts';
import { looksOf, spanMs } from '../../model/series.ts';
import { failuresIn, type FailureInLog } from '../../rules/compaction-log.ts';
import { datedLog, isFresh, secondOf } from '../../rules/log-clock.ts';
import { judgeFailing } from './failing.ts';
import type { NodeCompactions } from './node-compactions.ts';

/** Cassandra looks at every table once a minute, so a compaction that failed is tried again by then. */
const retryMs = 60_000;
const freshMs = 3 * retryMs;

/**
 * Compactions that failed a moment ago by the log's own clock, on a node not yet watched for as long as it
 * takes to see them fail again. A broken SSTable is told anyway, and not tried again.
 */
export function undecidedFailures(on: NodeCompactions): readonly Undecided[] {
  const log = datedLog(on.series, on.node);
  if (!log || spanMs(looksOf(on.series, on.node, 'log')) >= watchMs(on.limits)) {
    return [];
  }
  const known = new Set(
    judgeFailing(on)
      .filter(({ severity }) => severity === 'critical')
      .map(findingKey),
  );
  return failuresIn(log.tail)
    .filter(isRetried)
    .filter(({ entry }) => isFresh(entry, log, freshMs))
    .map((failure) => toUndecided(failure, on.node))
    .filter((one) => !known.has(findingKey(one)));
}

/** No longer than a gate waits: an entry of something that is over must not refuse a roll. */
function watchMs({ gateWaitMs, pollMs }: Limits): number {
  return Math.min(retryMs + 5_000, gateWaitMs - pollMs);
}

const endWords = { 'no-space': 'for want of space', exception: 'in an exception' } as const;

type Retried = FailureInLog & { readonly cause: keyof typeof endWords };

function isRetried(failure: FailureInLog): failure is Retried {
  return failure.cause !== 'corrupt-sstable';
}

function toUndecided({ cause, entry, table }: Retried, node: string): Undecided {
  const of = table === undefined ? '' : ` of ${table}`;
  return {
    ...{ detector: 'stalled-compaction', state: 'FAILING', node },
    ...(table === undefined ? {} : { subject: table }),
    what: `a compaction${of} failed at ${secondOf(entry.time)} ${endWords[cause]}`,
    asks: ['aborted-compactions', 'info', 'log'],
  };
}

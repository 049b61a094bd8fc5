import { judgeFailing } from '../detect/compaction/failing.ts';
import { nodeCompactions } from '../detect/compaction/node-compactions.ts';
import type { Finding } from '../model/finding.ts';
import type { Instant } from '../model/instant.ts';
import type { Limits } from '../model/limits.ts';
import { addressesOf, spanMs } from '../model/series.ts';
import type { Series } from '../model/snapshot.ts';
import type { CompactionFailure, Fault } from '../simulate/fault.ts';

const retryMs = 60_000;

/**
 * Compactions that were seen to fail, as faults of a twin that begins at `at`: want of space goes on once a
 * minute, and comes at the end of the same looks. What only the log tells of it is over. Exceptions of
 * another kind have no fault.
 */
export function failingFaults(series: Series, limits: Limits, at: Instant): readonly Fault[] {
  return addressesOf(series).flatMap((node) =>
    judgeFailing(nodeCompactions(series, node, limits))
      .filter(({ severity }) => severity !== 'info')
      .flatMap((finding) => {
        const how = howOf(finding);
        if (!how) return [];
        const seenAt = finding.severity === 'critical' ? at + spanMs(series) : at;
        const from = how === 'no-space' ? seenAt - 10 * retryMs : seenAt;
        const table = finding.subject === undefined ? {} : { table: finding.subject };
        return [{ kind: 'compaction-fails' as const, node, from, how, ...table }];
      }),
  );
}

function howOf({ causes }: Finding): CompactionFailure | undefined {
  const ids = new Set(causes?.map(({ id }) => id));
  if (ids.has('no-space')) return 'no-space';
  return ids.has('corrupt-sstable') ? 'corrupt' : undefined;
}

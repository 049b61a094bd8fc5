import { latestValue } from '../../model/series.ts';
import { failuresIn, type FailureCause } from '../../rules/compaction-log.ts';
import { secondOf } from '../../rules/log-clock.ts';
import type { Weighed } from './causes.ts';
import type { NodeCompactions } from './node-compactions.ts';
import { roomOn } from './room.ts';

/** What ends a compaction in an error, by cause. */
export const failureTitles: Readonly<Record<FailureCause, string>> = {
  'no-space': 'no room for the result of a compaction',
  'corrupt-sstable': 'a broken SSTable',
  exception: 'a bug, or data that Cassandra cannot read',
};

/**
 * Failures that leave no compaction running, by the newest lines of the log and the disks (causes S5, S6,
 * S7). A log that does not tell of them speaks against them; one that was not read, for nothing.
 */
export function failedCauses(on: NodeCompactions): readonly Weighed[] {
  const log = latestValue(on.series, on.node, 'log');
  const failures = log ? failuresIn(log) : [];
  const { scarce, ample } = roomOn(on);
  const inLog = (cause: FailureCause): Weighed => {
    const failure = failures.find((each) => each.cause === cause);
    const at = failure ? secondOf(failure.entry.time) : '';
    return {
      id: cause,
      title: failureTitles[cause],
      speaksFor: [failure && `the log says so${at === '' ? '' : ` at ${at}`}`],
      speaksAgainst: [
        log && !failure ? 'the newest lines of the log do not tell of it' : undefined,
      ],
    };
  };
  const space = inLog('no-space');
  return [
    {
      ...space,
      speaksFor: [...space.speaksFor, scarce],
      speaksAgainst: [...(space.speaksAgainst ?? []), ample],
    },
    inLog('corrupt-sstable'),
    inLog('exception'),
  ];
}

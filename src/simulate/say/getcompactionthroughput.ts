import type { CompactionThroughput } from '../../model/readings.ts';
import { printed, type Answer } from './answer.ts';
import { sayError, sayUnexpectedParameters } from './failure.ts';
import { javaDouble } from './number.ts';
import { isFrom } from './release.ts';

/**
 * `nodetool getcompactionthroughput`, or with `-d` the exact rate. From 4.1 on a rate that is no
 * whole number of MiB/s is refused without it; before there is neither `-d` nor such a rate.
 */
export function sayCompactionThroughput(
  { mebibytesPerSecond: rate }: CompactionThroughput,
  release: string,
  form: 'rounded' | '-d' = 'rounded',
): Answer {
  const isExact = form === '-d';
  if (isExact && !isFrom(release, 4, 1)) return sayUnexpectedParameters(['-d']);
  if (isExact) return printed(`Current compaction throughput: ${javaDouble(rate)} MiB/s\n`);
  if (isFrom(release, 4, 1) && !Number.isInteger(rate)) {
    const why = 'Use the -d flag to quiet this error and get the exact throughput in MiB/s';
    const frame = 'org.apache.cassandra.tools.nodetool.GetCompactionThroughput.execute';
    return sayError(why, 'java.lang.RuntimeException', frame);
  }
  return printed(`Current compaction throughput: ${Math.trunc(rate)} MB/s\n`);
}

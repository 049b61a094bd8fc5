import { logOf, nodetoolOn, type Advice } from '../../model/advice.ts';
import type { Evidence, Finding, Severity } from '../../model/finding.ts';
import { lastedText } from '../../model/lasted.ts';
import type { LogEntry } from '../../model/readings.ts';
import { latestValue, looksOf, riseOf, spanMs, type Look } from '../../model/series.ts';
import { failuresIn, type FailureCause, type FailureInLog } from '../../rules/compaction-log.ts';
import { secondOf } from '../../rules/log-clock.ts';
import { bugCause } from './bug-cause.ts';
import { weigh, type Weighed } from './causes.ts';
import { failureTitles } from './failed-causes.ts';
import type { NodeCompactions } from './node-compactions.ts';
import { roomOn } from './room.ts';

/**
 * FAILING: compactions that end in an error and are tried again, or are not. Counters that rise while we
 * look make it critical; what only the log tells may be over, but for a broken SSTable: Cassandra leaves
 * it out from then on, without another word.
 */
export function judgeFailing(on: NodeCompactions): readonly Finding[] {
  const log = latestValue(on.series, on.node, 'log');
  if (!log) return outOfSpace(on, [], []);
  // Most logs tell of nothing.
  if (log.entries.length === 0) return outOfSpace(on, [], []);
  const told = failuresIn(log);
  const now = failuresIn({ ...log, entries: newEntries(on) });
  const isSpace = ({ cause }: FailureInLog) => cause === 'no-space';
  return [
    ...outOfSpace(on, now.filter(isSpace), told.filter(isSpace)),
    ...told.filter((failure) => !isSpace(failure)).flatMap((failure) => broken(on, failure, now)),
  ];
}

/** Only want of space is counted as aborted, and from 4.0 on; before, the node's exceptions tell. */
function outOfSpace(
  on: NodeCompactions,
  now: readonly FailureInLog[],
  told: readonly FailureInLog[],
): readonly Finding[] {
  const aborted = abortedSamples(on);
  const isThrown =
    now.some(({ entry }) => entry.level === 'ERROR') && rise(exceptionSamples(on)) > 0;
  if (rise(aborted) === 0 && !isThrown) {
    return told.map((failure) => failing(on, 'info', failure, []));
  }
  const evidence =
    rise(aborted) > 0
      ? [counted('aborted compactions', aborted)]
      : [counted('exceptions of the node', exceptionSamples(on))];
  if (now.length === 0) return [failing(on, 'critical', undefined, evidence)];
  return now.map((failure) => failing(on, 'critical', failure, evidence));
}

function broken(
  on: NodeCompactions,
  failure: FailureInLog,
  now: readonly FailureInLog[],
): readonly Finding[] {
  const exceptions = exceptionSamples(on);
  const evidence = exceptions.length > 0 ? [counted('exceptions of the node', exceptions)] : [];
  const isNow = now.some(({ cause, table }) => cause === failure.cause && table === failure.table);
  if (isNow && rise(exceptions) > 0) return [failing(on, 'critical', failure, evidence)];
  return failure.cause === 'corrupt-sstable' ? [failing(on, 'warning', failure, evidence)] : [];
}

function abortedSamples({ series, node }: NodeCompactions): readonly Look<number>[] {
  return looksOf(series, node, 'aborted-compactions').map(({ at, value }) => ({
    at,
    value: value.aborted,
  }));
}

function exceptionSamples({ series, node }: NodeCompactions): readonly Look<number>[] {
  return looksOf(series, node, 'info').map(({ at, value }) => ({ at, value: value.exceptions }));
}

/** Those that were not there at the first look. */
function newEntries({ series, node }: NodeCompactions): readonly LogEntry[] {
  const looks = looksOf(series, node, 'log');
  const [first, last] = [looks[0], looks.at(-1)];
  if (!first || !last || first === last) return [];
  const known = new Set(first.value.entries.map(entryKey));
  return last.value.entries.filter((entry) => !known.has(entryKey(entry)));
}

function entryKey({ time, thread, message, exceptions }: LogEntry): string {
  return JSON.stringify([time, thread, message, exceptions]);
}

function failing(
  on: NodeCompactions,
  severity: Severity,
  failure: FailureInLog | undefined,
  evidence: readonly Evidence[],
): Finding {
  const cause = failure?.cause ?? 'no-space';
  const of = failure?.table === undefined ? '' : ` of ${failure.table}`;
  return {
    detector: 'stalled-compaction',
    state: 'FAILING',
    severity,
    node: on.node,
    ...(failure?.table === undefined ? {} : { subject: failure.table }),
    summary: `compactions${of} fail: ${summaries[cause]}${whenWords(severity, failure)}`,
    evidence: [...evidence, ...(failure ? [logEvidence(failure)] : [])],
    ...weigh(causesOf(cause, failure, severity, on)),
    advice: adviceFor(cause, failure, on),
  };
}

/** A broken SSTable is logged once, so what matters is for how long it has been left out. */
function whenWords(severity: Severity, failure: FailureInLog | undefined): string {
  if (severity === 'critical') return '';
  const since = failure?.cause === 'corrupt-sstable' ? secondOf(failure.since) : '';
  return `; its log alone tells of it${since === '' ? '' : `, since ${since}`}`;
}

const summaries: Readonly<Record<FailureCause, string>> = {
  'no-space': 'there is not enough space on the disk',
  'corrupt-sstable': 'an SSTable is broken, and is left out of compactions from then on',
  exception: 'each ends in an exception',
};

function causesOf(
  cause: FailureCause,
  failure: FailureInLog | undefined,
  severity: Severity,
  on: NodeCompactions,
): readonly Weighed[] {
  const isCounted = cause === 'no-space' && severity === 'critical' && rise(abortedSamples(on)) > 0;
  return [
    {
      id: cause,
      title: failureTitles[cause],
      speaksFor: [
        failure && `the log says so${timeOf(failure)}`,
        isCounted ? 'aborted compactions rise' : undefined,
        cause === 'no-space' ? roomOn(on).scarce : undefined,
      ],
    },
    ...(cause === 'corrupt-sstable' ? [] : [bugCause(on, cause)]),
  ];
}

function adviceFor(
  cause: FailureCause,
  failure: FailureInLog | undefined,
  { node }: NodeCompactions,
): readonly Advice[] {
  const words = failure?.table?.split('.') ?? ['KEYSPACE', 'TABLE'];
  switch (cause) {
    case 'no-space':
      return [
        nodetoolOn(node, 'listsnapshots'),
        'make room: clearsnapshot of what is not needed, or a larger disk; the compaction is tried again within a minute',
      ];
    case 'corrupt-sstable':
      return [
        logOf(node),
        'restart the node: until then scrub and verify leave this SSTable out, and say that they succeeded',
        nodetoolOn(node, 'scrub', ...words),
        'then repair the table: what scrub could not read is on other replicas',
        'it is told until the node is restarted, or its log shows that this SSTable was scrubbed or deleted',
      ];
    case 'exception':
      return [logOf(node), 'look for the exception in CHANGES.txt of newer releases'];
  }
}

function counted(what: string, samples: readonly Look<number>[]): Evidence {
  const by = rise(samples);
  const words = by > 0 ? `${what} rose by ${by} in ${lastedText(spanMs(samples))}` : what;
  return { what: words, value: samples.at(-1)?.value ?? 0, samples };
}

function rise(samples: readonly Look<number>[]): number {
  return riseOf(samples, 'counted');
}

function logEvidence(failure: FailureInLog): Evidence {
  return { what: `log${timeOf(failure)}`, value: failure.words.slice(0, 300) };
}

/** Not every layout has it. */
function timeOf({ entry: { time } }: FailureInLog): string {
  return time === '' ? '' : ` at ${time}`;
}

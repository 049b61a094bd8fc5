import { taskKey } from '../model/compaction-task.ts';
import { latestValue, looksOf, riseOf, type Look } from '../model/series.ts';
import type { Signals } from '../model/signal.ts';
import type { Series, SourceId, SourceValues } from '../model/snapshot.ts';
import { latestOf } from '../model/series.ts';
import { compactionLooks, type CompactionLook } from './compaction/task-track.ts';
import { busiestDevice } from './io/device-load.ts';

/** What is followed of a node, from its newest answers and the ones before. */
export function signalsOf(series: Series, node: string): Signals {
  const compactions = isAnswering(series, node) ? compactionLooks(series, node).slice(-2) : [];
  const [now] = compactions.slice(-1);
  const info = latestValue(series, node, 'info');
  const device = deviceOf(series, node);
  return {
    pending: now?.value.pending,
    active: now?.value.active.length,
    compacted: compactedPerSecond(compactions),
    diskBusy: device?.busyPercent,
    diskAwait: device?.awaitMs,
    ioPressure: latestValue(series, node, 'io-pressure')?.someAvg10,
    heap: info && info.heapMaxMiB > 0 ? (info.heapUsedMiB / info.heapMaxMiB) * 100 : undefined,
    dropped: droppedOf(series, node),
    clientP99: latestValue(series, node, 'client-view')?.p99Ms,
  };
}

function isAnswering(series: Series, node: string): boolean {
  const told = latestOf(series, node, 'compactionstats') ?? latestOf(series, node, 'sstable-tasks');
  return told?.kind === 'seen';
}

/** Of tasks that still run: what one that has ended did at last is not known. */
function compactedPerSecond(looks: readonly Look<CompactionLook>[]): number | undefined {
  const [from, to] = looks;
  if (!from || !to || to.at <= from.at) return undefined;
  const before = new Map(from.value.active.map((task) => [taskKey(task), task.completed]));
  const bytes = to.value.active
    .filter(({ unit }) => unit === 'bytes')
    .map((task) => Math.max(0, task.completed - (before.get(taskKey(task)) ?? 0)));
  return (bytes.reduce((sum, one) => sum + one, 0) * 1_000) / (to.at - from.at);
}

/** Undefined while the newest look has no answer: an older load is not the present one. */
function deviceOf(series: Series, node: string) {
  const [from, to] = newestTwo(series, node, 'disks');
  return from && to && busiestDevice(from, to);
}

function droppedOf(series: Series, node: string): number | undefined {
  const counts = newestTwo(series, node, 'tpstats').flatMap(({ at, value }) =>
    value.dropped ? [{ at, value: value.dropped.reduce((sum, { count }) => sum + count, 0) }] : [],
  );
  return counts.length < 2 ? undefined : riseOf(counts, 'counted');
}

function newestTwo<S extends SourceId>(
  series: Series,
  node: string,
  source: S,
): readonly Look<SourceValues[S]>[] {
  if (latestOf(series, node, source)?.kind !== 'seen') return [];
  return looksOf(series, node, source).slice(-2);
}

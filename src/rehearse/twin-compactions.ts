import { isFlat, judgeFlatTask } from '../detect/compaction/flat-task.ts';
import { nodeCompactions } from '../detect/compaction/node-compactions.ts';
import type { TaskTrack } from '../detect/compaction/task-track.ts';
import type { CompactionTask } from '../model/readings.ts';
import { spanMs } from '../model/series.ts';
import { uuidOf } from '../simulate/chance.ts';
import type { Compaction } from '../simulate/state.ts';
import type { TwinParts } from './twin-parts.ts';

const withoutThrottle = 64;

/**
 * Running tasks, where they were. What health calls STUCK stands still; the others go on at the rate
 * they were seen to move at, else at their share of the throttle.
 */
export function compactionsTwin(
  { plan: { limits }, node: { address }, seen, seed }: TwinParts,
  at: number,
  mebibytesPerSecond: number,
): readonly Compaction[] {
  const on = nodeCompactions(seen, address, limits);
  const tracks = on.tracks.filter(({ task }) => isCarriedOver(task));
  const rate = ((mebibytesPerSecond || withoutThrottle) * 1024 ** 2) / Math.max(1, tracks.length);
  return tracks.map((track, index) => {
    const { id, kind, keyspace, table, completed, total } = track.task;
    const isStuck =
      isFlat(track, on) && judgeFlatTask(track, on).some(({ state }) => state === 'STUCK');
    return {
      id: id ?? uuidOf(seed, address, 'task', index),
      ...{ kind, keyspace, table },
      startedAt: at,
      doneBytes: completed,
      totalBytes: total,
      bytesPerSecond: rateOf(track) ?? rate,
      ...(isStuck ? { frozenAt: at } : {}),
    };
  });
}

/** A task whose end is not known would never come to it. */
export function isCarriedOver({ unit, completed, total }: CompactionTask): boolean {
  return unit === 'bytes' && total > completed;
}

function rateOf({ samples }: TaskTrack): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.value <= first.value) return undefined;
  return ((last.value - first.value) / spanMs(samples)) * 1_000;
}

import { stalledCompaction } from '../../src/detect/stalled-compaction.ts';
import { productionLimits } from '../../src/model/limits.ts';
import type { Series } from '../../src/model/snapshot.ts';
import { device, looks, threads, type Answers, type Task } from './series-builder.ts';

export const node = '10.0.0.1';
export const mib = 1024 * 1024;

export function detect(series: Series) {
  return stalledCompaction.detect(series, productionLimits);
}

/** What a calm node answers, with changes. */
export function calm(change: Answers = {}): Answers {
  return {
    compactionstats: { pendingTasks: 0, active: [] },
    autocompaction: { tables: [{ keyspace: 'app', table: 'events', running: true }] },
    'sstable-counts': { tables: [{ keyspace: 'app', table: 'events', liveSSTables: 4 }] },
    'compaction-throughput': { mebibytesPerSecond: 64 },
    'compaction-threads': threads(100),
    disks: { devices: [device(0, 1)] },
    ...change,
  };
}

export function running(...active: readonly Task[]): Pick<Answers, 'compactionstats'> {
  return { compactionstats: { pendingTasks: 1, active } };
}

/** A node watched for `seconds` with a look every 10 s. */
export function watched(seconds: number, answers: (second: number) => Answers): Series {
  return looks(seconds, 10, (second) => ({ [node]: calm(answers(second)) }));
}

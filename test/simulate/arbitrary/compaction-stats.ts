import fc from 'fast-check';
import type { CompactionStats, CompactionTask } from '../../../src/model/readings.ts';
import { isFrom } from '../../../src/simulate/say/release.ts';
import { bytes, counts, uuids, words } from './names.ts';

const kinds = [
  'compaction',
  'major compaction',
  'tombstone compaction',
  'validation',
  'secondary index build',
  'anticompaction after repair',
  'upgrade sstables',
];

export function compactionTasks(): fc.Arbitrary<CompactionTask> {
  const named = fc.record({ keyspace: words, table: words });
  return fc
    .record({
      // Cache saves belong to no table.
      place: fc.oneof(named, fc.constant({ keyspace: '*', table: '*' })),
      id: uuids,
      kind: fc.constantFrom(...kinds),
      completed: bytes,
      total: bytes,
      unit: fc.constantFrom('bytes', 'keys', 'token range parts'),
    })
    .map(({ place, ...task }) => ({ ...task, ...place }));
}

/**
 * 2.1 has no ids. Up to 3.0 pending tasks with nothing that runs look like a text that was cut
 * off, which parses as unreadable.
 */
export function compactionStats(release: string): fc.Arbitrary<CompactionStats> {
  const hasId = isFrom(release, 2, 2);
  return fc
    .record({ pendingTasks: counts, active: fc.array(compactionTasks(), { maxLength: 5 }) })
    .map(({ pendingTasks, active }) => ({
      pendingTasks: active.length === 0 && !isFrom(release, 3, 11) ? 0 : pendingTasks,
      active: active.map((task) => (hasId ? task : { ...task, id: undefined })),
    }));
}

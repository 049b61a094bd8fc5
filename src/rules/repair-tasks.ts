import type { CompactionTask } from '../model/readings.ts';

/** Tasks of the compaction manager that only a repair begins: Merkle trees, and SSTables set apart for a session. */
export function isOfRepair({ kind }: Pick<CompactionTask, 'kind'>): boolean {
  return /validation|anticompaction/.test(kind);
}

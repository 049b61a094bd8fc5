import type { SourceId } from '../model/snapshot.ts';
import { isFrom } from './say/release.ts';

/** The first release line in which a source is there; absent: in every one that can be simulated. */
const offeredFrom: { readonly [S in SourceId]?: readonly [number, number] } = {
  autocompaction: [4, 0],
  'sstable-counts': [4, 0],
  'java-process': [4, 0],
  'aborted-compactions': [4, 0],
  'compaction-threads': [4, 0],
  disks: [4, 0],
  'io-pressure': [4, 0],
  'file-systems': [4, 0],
  'sstable-tasks': [4, 0],
  'thread-pools': [4, 0],
  'disk-usage': [4, 0],
  'process-io': [4, 0],
  'repair-sessions': [4, 0],
  'largest-partitions': [4, 0],
  'tombstones-per-read': [4, 0],
  'read-latency': [4, 0],
  'write-latency': [4, 0],
  'pending-hints': [4, 1],
  keyspaces: [3, 0],
};

export function isOffered(source: SourceId, release: string): boolean {
  const from = offeredFrom[source];
  return from === undefined || isFrom(release, ...from);
}

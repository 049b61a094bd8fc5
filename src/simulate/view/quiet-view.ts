import type { SourceValues } from '../../model/snapshot.ts';

const noTables = { tables: [] };

/** Where nothing ever goes wrong here: clocks that agree, no repairs, no slow or overlong partitions. */
export const views = {
  'node-clock': () => clock,
  'repair-sessions': () => noSessions,
  'largest-partitions': () => noTables,
  'tombstones-per-read': () => noTables,
  'read-latency': () => noTables,
  'write-latency': () => noTables,
};

/** The time of the answer, at the end of the two milliseconds that a question takes. */
const clock: SourceValues['node-clock'] = { aheadMs: 1, uncertaintyMs: 1 };
const noSessions: SourceValues['repair-sessions'] = { sessions: [] };

export const quietSources = Object.keys(views) as readonly (keyof typeof views)[];

import fc from 'fast-check';
import type { AutoCompaction, SSTableCounts, TableDiskUsage } from '../../../src/model/readings.ts';
import { counts, words } from './names.ts';

/** Every node has system tables, so no list is empty. */
const listed = <T>(row: fc.Arbitrary<T>) =>
  fc.record({ tables: fc.array(row, { minLength: 1, maxLength: 20 }) });

export function autoCompactions(): fc.Arbitrary<AutoCompaction> {
  return listed(fc.record({ keyspace: words, table: words, running: fc.boolean() }));
}

export function sstableCounts(): fc.Arbitrary<SSTableCounts> {
  return listed(fc.record({ keyspace: words, table: words, liveSSTables: counts }));
}

export function tableDiskUsages(): fc.Arbitrary<TableDiskUsage> {
  return listed(fc.record({ keyspace: words, table: words, mebibytes: counts }));
}

import type { Via } from './seen.ts';
import type { SourceId } from './snapshot.ts';

/** The first release line in which something is there. */
export type Since = '2.1' | '3.0' | '4.0' | '4.1';

/** The oldest that is known: what is there since then every release offers. */
export const everyRelease = '2.1' satisfies Since;

/**
 * Which way gives a source, and since when; a way that is not named never does. From the source of
 * NodeTool, of the beans and of the virtual tables, and from nodes of each line.
 */
export const waysOf = {
  status: { jmx: '2.1', nodetool: '2.1' },
  info: { jmx: '2.1', nodetool: '2.1' },
  netstats: { jmx: '2.1', nodetool: '2.1' },
  describecluster: { jmx: '2.1', nodetool: '2.1' },
  gossipinfo: { jmx: '2.1', cql: '4.1', nodetool: '2.1' },
  compactionstats: { jmx: '2.1', nodetool: '2.1' },
  'compaction-throughput': { jmx: '2.1', cql: '4.1', nodetool: '2.1' },
  tpstats: { jmx: '2.1', nodetool: '2.1' },
  autocompaction: { jmx: '2.1', nodetool: '4.0' },
  'pending-hints': { jmx: '4.1', cql: '4.1', nodetool: '4.1' },
  'hinted-handoff': { jmx: '2.1', cql: '4.0', nodetool: '2.1' },
  'aborted-compactions': { jmx: '4.0', nodetool: '4.0' },
  'sstable-counts': { jmx: '2.1', nodetool: '4.0' },
  'java-process': { jmx: '2.1', nodetool: '4.0' },
  'compaction-stacks': { jmx: '3.0', nodetool: '4.0' },
  /** In 2.1 nodetool's question would empty what others read. */
  'client-requests': { jmx: '3.0', nodetool: '3.0' },
  'cql-local': { cql: '2.1' },
  'cql-peers': { cql: '2.1' },
  keyspaces: { cql: '3.0' },
  'sstable-tasks': { cql: '4.0' },
  'thread-pools': { cql: '4.0' },
  'disk-usage': { cql: '4.0' },
  'client-view': { cql: '2.1' },
  /** Written and read through the node, for a gate that asks for it. */
  'own-row': { cql: '2.1' },
  disks: { host: '2.1' },
  'io-pressure': { host: '2.1' },
  'cpu-pressure': { host: '2.1' },
  'memory-pressure': { host: '2.1' },
  cgroup: { host: '2.1' },
  'compaction-threads': { host: '2.1' },
  /** The node is asked for its folders first. */
  'file-systems': { cql: '4.0', host: '4.0' },
  log: { host: '2.1' },
  'process-io': { host: '2.1' },
  'disk-activity': { jmx: '3.0' },
  'write-path': { jmx: '3.0' },
  'garbage-collection': { jmx: '2.1' },
  'client-load': { jmx: '2.1' },
  'client-limits': { jmx: '2.1' },
  'requests-in-hand': { jmx: '2.1' },
  'node-clock': { cql: '3.0' },
  'repair-sessions': { cql: '4.0' },
  'largest-partitions': { cql: '4.0' },
  'tombstones-per-read': { cql: '4.0' },
  'read-latency': { cql: '4.0' },
  'write-latency': { cql: '4.0' },
  settings: { cql: '4.0' },
  clients: { cql: '4.0' },
  'schema-tables': { cql: '3.0' },
  'schema-indexes': { cql: '3.0' },
  /** Where the inventory says, by commands on the node's machine. */
  'config-files': { host: '2.1' },
  'java-version': { host: '2.1' },
  'sstable-files': { host: '2.1' },
} as const satisfies Record<SourceId, { readonly [V in Via]?: Since }>;

export function sinceWhen(source: SourceId, via: Via): Since | undefined {
  const ways: { readonly [V in Via]?: Since } = waysOf[source];
  return ways[via];
}

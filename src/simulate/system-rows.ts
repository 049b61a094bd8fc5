import type { CqlRow } from '../ports/cql.ts';
import { clientRows, schemaIndexRows, schemaTableRows, settingRows } from './rows/config.ts';
import { diskUsageRows } from './rows/disk-usage.ts';
import { gossipInfoRows } from './rows/gossip-info.ts';
import { pendingHintRows } from './rows/pending-hints.ts';
import { keyspaceRows } from './rows/schema-keyspaces.ts';
import { dataFolderRows, handoffRows, throughputRows } from './rows/settings.ts';
import { sstableTaskRows } from './rows/sstable-tasks.ts';
import { localRows } from './rows/system-local.ts';
import { peersRows, peersV2Rows } from './rows/system-peers.ts';
import { threadPoolRows } from './rows/thread-pools.ts';
import { isFrom } from './say/release.ts';
import { views, type Standpoint } from './view/index.ts';

/** What a node's own tables hold; undefined for a table that the release lacks, or that is not its own. */
export function systemRows(from: Standpoint, query: string): readonly CqlRow[] | undefined {
  return tables[tableOf(query)]?.(from, query);
}

/** The name that follows FROM. */
export function tableOf(query: string): string {
  return /\bFROM\s+([\w.]+)/i.exec(query)?.[1] ?? '';
}

type Rows = (from: Standpoint, query: string) => readonly CqlRow[] | undefined;

/** Tables of 4.0 and later that are empty here: nothing is long or slow, and nobody repairs. */
function noneFrom4({ life }: Standpoint): readonly CqlRow[] | undefined {
  return isFrom(life.release, 4, 0) ? [] : undefined;
}

const tables: Readonly<Record<string, Rows>> = {
  'system.local': (from, query) => {
    if (query.includes('node_time')) return [{ node_time: from.now }];
    return localRows(views['cql-local'](from), from.life.release);
  },
  'system.peers_v2': (from) => peersV2Rows(views['cql-peers'](from), from.life.release),
  'system.peers': (from) => peersRows(views['cql-peers'](from)),
  'system_schema.keyspaces': (from) =>
    keyspaceRows(views.keyspaces(from).keyspaces, from.life.release),
  'system_views.sstable_tasks': (from) =>
    sstableTaskRows(views['sstable-tasks'](from).tasks, from.life.release),
  'system_views.thread_pools': (from) =>
    threadPoolRows(views['thread-pools'](from), from.life.release),
  'system.repairs': noneFrom4,
  'system_views.max_partition_size': noneFrom4,
  'system_views.tombstones_per_read': noneFrom4,
  'system_views.local_read_latency': noneFrom4,
  'system_views.local_write_latency': noneFrom4,
  'system_views.disk_usage': (from) => diskUsageRows(views['disk-usage'](from), from.life.release),
  'system_views.gossip_info': (from) => gossipInfoRows(views.gossipinfo(from), from.life.release),
  'system_views.pending_hints': (from) =>
    pendingHintRows(views['pending-hints'](from), from.life.release),
  'system_views.settings': settingsSaid,
  'system_views.clients': (from) => clientRows(views.clients(from), from.life.release),
  'system_schema.tables': (from) =>
    schemaTableRows(views['schema-tables'](from), from.life.release),
  'system_schema.indexes': (from) =>
    schemaIndexRows(views['schema-indexes'](from), from.life.release),
};

function settingsSaid(from: Standpoint, query: string): readonly CqlRow[] | undefined {
  const { release } = from.life;
  if (query.includes("'data_file_directories'")) {
    return dataFolderRows(['/var/lib/cassandra/data'], release);
  }
  if (query.includes("'authenticator'")) return settingRows(views.settings(from), release, query);
  return query.includes("'hinted_handoff_enabled'")
    ? handoffRows(views['hinted-handoff'](from), release)
    : throughputRows(views['compaction-throughput'](from), release);
}

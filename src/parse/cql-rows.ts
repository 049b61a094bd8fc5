import type { Parsed } from '../model/parsed.ts';
import type {
  CompactionTask,
  CompactionThroughput,
  CqlLocal,
  CqlPeers,
  GossipInfo,
  PendingHints,
  TableDiskUsage,
  ThreadPools,
} from '../model/readings.ts';
import type { Keyspace } from '../model/ring.ts';
import { plainAddress } from './plain-address.ts';
import { wholeOf } from './quantity.ts';
import { reading, unreadable } from './reading.ts';
import { parseReplication } from './replication.ts';
import { mapIn, numberIn, optionalText, textIn, type Row } from './row-values.ts';

/** The one row of system.local. */
export function parseLocal(rows: readonly Row[]): Parsed<CqlLocal> {
  return reading(() => {
    const row = rows[0] ?? unreadable('', 'system.local is empty');
    const broadcast = optionalText(row, 'broadcast_address');
    // None while the node joins.
    const tokens = Array.isArray(row['tokens']) ? row['tokens'].map(String) : [];
    return {
      releaseVersion: textIn(row, 'release_version'),
      hostId: textIn(row, 'host_id').toLowerCase(),
      ...(broadcast === undefined ? {} : { broadcastAddress: plainAddress(broadcast) }),
      dc: textIn(row, 'data_center'),
      rack: textIn(row, 'rack'),
      schemaVersion: textIn(row, 'schema_version'),
      gossipGeneration: numberIn(row, 'gossip_generation'),
      clusterName: textIn(row, 'cluster_name'),
      bootstrapped: textIn(row, 'bootstrapped'),
      tokenCount: tokens.length,
      tokens,
    };
  });
}

/** system.peers_v2 or system.peers. A half-written row keeps what it has. */
export function parsePeers(rows: readonly Row[]): Parsed<CqlPeers> {
  return reading(() => ({
    peers: rows.map((row) => ({
      address: plainAddress(textIn(row, 'peer')),
      hostId: optionalText(row, 'host_id')?.toLowerCase(),
      releaseVersion: optionalText(row, 'release_version'),
      schemaVersion: optionalText(row, 'schema_version'),
    })),
  }));
}

/** system_views.gossip_info (4.1+): the same as `nodetool gossipinfo`. */
export function parseGossipRows(rows: readonly Row[]): Parsed<GossipInfo> {
  return reading(() => ({
    endpoints: rows.map((row) => {
      const netVersion = optionalText(row, 'net_version');
      const rpcReady = optionalText(row, 'rpc_ready');
      const status = optionalText(row, 'status_with_port') ?? optionalText(row, 'status');
      return {
        address: plainAddress(textIn(row, 'address')),
        generation: numberIn(row, 'generation'),
        status: status?.split(',')[0],
        schema: optionalText(row, 'schema'),
        dc: optionalText(row, 'dc'),
        rack: optionalText(row, 'rack'),
        releaseVersion: optionalText(row, 'release_version'),
        netVersion: netVersion === undefined ? undefined : wholeOf(netVersion, netVersion),
        hostId: optionalText(row, 'host_id')?.toLowerCase(),
        rpcReady: rpcReady === undefined ? undefined : rpcReady === 'true',
      };
    }),
    heartbeats: rows.map((row) => numberIn(row, 'heartbeat')),
  }));
}

/** system_views.pending_hints (4.1+): the same as `nodetool listpendinghints`. */
export function parseHintRows(rows: readonly Row[]): Parsed<PendingHints> {
  return reading(() => ({
    targets: rows.map((row) => ({
      hostId: textIn(row, 'host_id').toLowerCase(),
      // Null when gossip has forgotten the node.
      address: plainAddress(optionalText(row, 'address') ?? '?'),
      files: numberIn(row, 'files'),
    })),
  }));
}

/** `64MiB/s` of system_views.settings (4.1+): the throttle that is in force now. */
export function parseThroughputSetting(rows: readonly Row[]): Parsed<CompactionThroughput> {
  return reading(() => {
    const value = textIn(rows[0] ?? unreadable('', 'no setting of that name'), 'value');
    const [, amount = '', unit] =
      /^(\d+)(MiB|KiB|B)\/s$/.exec(value) ?? unreadable(value, 'no rate');
    const bytes =
      wholeOf(amount, value) * { MiB: 1024 ** 2, KiB: 1024, B: 1 }[unit as 'MiB' | 'KiB' | 'B'];
    return { mebibytesPerSecond: bytes / 1024 ** 2 };
  });
}

/** system_views.sstable_tasks; kinds are lower case there. */
export function parseSSTableTasks(
  rows: readonly Row[],
): Parsed<{ readonly tasks: readonly CompactionTask[] }> {
  return reading(() => ({
    tasks: rows.map((row) => ({
      id: textIn(row, 'task_id').toLowerCase(),
      kind: textIn(row, 'kind').toLowerCase(),
      keyspace: textIn(row, 'keyspace_name'),
      table: textIn(row, 'table_name'),
      completed: numberIn(row, 'progress'),
      total: numberIn(row, 'total'),
      unit: textIn(row, 'unit'),
    })),
  }));
}

/** system_views.thread_pools; it has no dropped messages. */
export function parseThreadPools(rows: readonly Row[]): Parsed<ThreadPools> {
  return reading(() => {
    if (rows.length === 0) unreadable('', 'system_views.thread_pools is empty');
    const pools = rows.map((row) => ({
      name: textIn(row, 'name'),
      active: numberIn(row, 'active_tasks'),
      pending: numberIn(row, 'pending_tasks'),
      completed: numberIn(row, 'completed_tasks'),
      blocked: numberIn(row, 'blocked_tasks'),
      allTimeBlocked: numberIn(row, 'blocked_tasks_all_time'),
    }));
    return { pools, dropped: undefined };
  });
}

/** system_views.disk_usage */
export function parseDiskUsage(rows: readonly Row[]): Parsed<TableDiskUsage> {
  return reading(() => ({
    tables: rows.map((row) => ({
      keyspace: textIn(row, 'keyspace_name'),
      table: textIn(row, 'table_name'),
      mebibytes: numberIn(row, 'mebibytes'),
    })),
  }));
}

/** system_schema.keyspaces. Every cluster has system keyspaces. */
export function parseKeyspaces(
  rows: readonly Row[],
): Parsed<{ readonly keyspaces: readonly Keyspace[] }> {
  return reading(() => {
    if (rows.length === 0) unreadable('', 'system_schema.keyspaces is empty');
    const keyspaces = rows.map((row) => ({
      name: textIn(row, 'keyspace_name'),
      replication: parseReplication(mapIn(row, 'replication')),
    }));
    return { keyspaces };
  });
}

/** The setting data_file_directories of system_views.settings: `[/data1, /data2]`. */
export function parseDataFolders(rows: readonly Row[]): Parsed<readonly string[]> {
  return reading(() => {
    const value = textIn(rows[0] ?? {}, 'value');
    const folders = value
      .replace(/^\[(.*)\]$/, '$1')
      .split(', ')
      .map((each) => each.trim());
    const isPath = folders.every((folder) => folder.startsWith('/'));
    return isPath ? folders : unreadable(value, 'data_file_directories are not absolute paths');
  });
}

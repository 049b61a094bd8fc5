import { readFileSync } from 'node:fs';
import type { CqlRequest, CqlTarget } from '../../src/ports/cql.ts';
import { filesCommand, machineWith } from './machine.ts';

/** A real answer of a 4.1.10 node (or of another version). */
export function recorded(file: string, version = '4.1.10'): string {
  return readFileSync(
    new URL(`../fixtures/nodetool/${version}/${file}.txt`, import.meta.url),
    'utf8',
  );
}

/** A healthy 4.1.10 node by nodetool; longer names first, because rules match by parts of words. */
export const healthyNodetool = [
  ['statusautocompaction -a', recorded('statusautocompaction')],
  ['statushandoff', recorded('statushandoff')],
  ['status', recorded('status')],
  ['gossipinfo', recorded('gossipinfo')],
  ['info', recorded('info')],
  ['netstats', recorded('netstats')],
  ['compactionstats', recorded('compactionstats')],
  ['tpstats', recorded('tpstats')],
  ['listpendinghints', recorded('listpendinghints')],
  ['getcompactionthroughput', recorded('getcompactionthroughput')],
  ['proxyhistograms', recorded('proxyhistograms')],
  ['LiveSSTableCount', recorded('sjk-mxdump--live-sstable-count')],
  ['Compactions*', recorded('sjk-mxdump--aborted-compactions')],
  ['java.lang:type=Runtime', recorded('sjk-mxdump--runtime')],
  [
    'threadPrint',
    'Full thread dump OpenJDK:\n\n"CompactionExecutor:1" #2\n   java.lang.Thread.State: RUNNABLE\n\tat a.B.c(Native Method)\n\n',
  ],
  ['describecluster', recorded('describecluster')],
  ['describering', recorded('describering')],
] as const;

export const dfText =
  'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda 100 40 60 40% /\n';

export const healthyHost = [
  [filesCommand, machineWith()],
  ['df -P -k', dfText],
] as const;

const table = { keyspace_name: 'app', table_name: 'events' };

export const healthyCql = [
  ['node_time', [{ node_time: 0 }]],
  [
    'system.repairs',
    [{ parent_id: 'CC', coordinator: '127.0.1.2', state: 4, last_update: 1_795_549_986_000 }],
  ],
  ['max_partition_size', [{ ...table, mebibytes: 3 }]],
  ['tombstones_per_read', [{ ...table, count: 9, max: 2, p50th: 1, p99th: 2 }]],
  ['_latency', [{ ...table, count: 9, max_ms: 4, p50th_ms: 0.5, p99th_ms: 3, per_second: 1.5 }]],
  [
    'system.local',
    [
      {
        release_version: '4.1.10',
        host_id: 'AAAA',
        data_center: 'dc1',
        rack: 'rack1',
        schema_version: 's1',
        gossip_generation: 17,
        cluster_name: 'c',
        bootstrapped: 'COMPLETED',
        tokens: ['1', '2'],
      },
    ],
  ],
  [
    'system.peers_v2',
    [{ peer: '127.0.1.2', host_id: 'BBBB', release_version: '4.1.10', schema_version: null }],
  ],
  [
    'sstable_tasks',
    [
      {
        task_id: 'T1',
        kind: 'compaction',
        keyspace_name: 'app',
        table_name: 'events',
        progress: 5,
        total: 10,
        unit: 'bytes',
      },
    ],
  ],
  [
    'thread_pools',
    [
      {
        name: 'CompactionExecutor',
        active_tasks: 1,
        pending_tasks: 2,
        completed_tasks: 3,
        blocked_tasks: 0,
        blocked_tasks_all_time: 0,
      },
    ],
  ],
  [
    'gossip_info',
    [
      {
        address: '127.0.1.2',
        generation: 17,
        heartbeat: 5,
        status: null,
        status_with_port: 'NORMAL,-19',
        schema: 's1',
        dc: 'dc1',
        rack: 'rack2',
        release_version: '5.0.8',
        net_version: '12',
        host_id: 'BBBB',
        rpc_ready: 'true',
      },
      { address: '127.0.1.3', generation: 18, heartbeat: 6, status: 'shutdown,true' },
    ],
  ],
  ['pending_hints', [{ host_id: 'BBBB', address: '127.0.1.2', files: 3 }]],
  ["'compaction_throughput'", [{ value: '64MiB/s' }]],
  [
    "'hinted_handoff_enabled'",
    [
      { name: 'hinted_handoff_disabled_datacenters', value: '[]' },
      { name: 'hinted_handoff_enabled', value: 'true' },
      { name: 'max_hint_window_in_ms', value: '10800000' },
    ],
  ],
  ['disk_usage', [{ keyspace_name: 'app', table_name: 'events', mebibytes: 7 }]],
  [
    'system_schema.keyspaces',
    [
      { keyspace_name: 'app', replication: { class: 'NetworkTopologyStrategy', dc1: '3' } },
      { keyspace_name: 'app2', replication: { class: 'NetworkTopologyStrategy', dc1: '3' } },
      { keyspace_name: 'system', replication: { class: 'LocalStrategy' } },
    ],
  ],
  ['data_file_directories', [{ value: '[/data1, /data2]' }]],
  [
    'settings WHERE name IN',
    [
      { name: 'max_hint_window', value: '3h' },
      { name: 'auto_snapshot', value: 'true' },
      { name: 'authenticator', value: null },
    ],
  ],
  [
    'system_views.clients',
    [
      { driver_name: 'a driver', driver_version: '4.1', protocol_version: 4 },
      { driver_name: 'a driver', driver_version: '4.1', protocol_version: 4 },
      { driver_name: null, driver_version: null, protocol_version: 5 },
    ],
  ],
  [
    'system_schema.tables',
    [
      {
        ...{ ...table, flags: ['compound'], gc_grace_seconds: 864_000 },
        compaction: {
          class: 'org.apache.cassandra.db.compaction.LeveledCompactionStrategy',
          sstable_size_in_mb: '160',
        },
      },
      {
        ...{ keyspace_name: 'app', table_name: 'old', flags: null, gc_grace_seconds: 600 },
        compaction: { class: 'own.Strategy' },
      },
    ],
  ],
  [
    'system_schema.indexes',
    [
      { ...table, index_name: 'by_kind', kind: 'COMPOSITES', options: { target: 'kind' } },
      {
        ...{ ...table, index_name: 'by_text', kind: 'CUSTOM' },
        options: { class_name: 'org.apache.cassandra.index.sasi.SASIIndex', target: 'text' },
      },
    ],
  ],
] as const;

/** The same of each node that is asked: it says who it is. */
export const healthyCqlOfEach = healthyCql.map(([words, rows]) => {
  if (words !== 'system.local') return [words, rows] as const;
  const own = (_: CqlRequest, { addresses: [address = ''] }: CqlTarget) =>
    rows.map((row) => ({ ...row, broadcast_address: address }));
  return [words, own] as const;
});

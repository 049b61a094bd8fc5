import type { Parsed } from '../model/parsed.ts';
import type { Missing, MissingReason, Seen } from '../model/seen.ts';
import type { SourceId, SourceValues } from '../model/snapshot.ts';
import {
  parseClients,
  parseSchemaIndexes,
  parseSchemaTables,
  parseSettings,
} from '../parse/config-rows.ts';
import {
  parseDataFolders,
  parseDiskUsage,
  parseGossipRows,
  parseHintRows,
  parseKeyspaces,
  parseLocal,
  parsePeers,
  parseSSTableTasks,
  parseThreadPools,
  parseThroughputSetting,
} from '../parse/cql-rows.ts';
import {
  parseHandoffSettings,
  parseLargestPartitions,
  parseLatencies,
  parseNodeClock,
  parseRepairSessions,
  parseTombstones,
  type Asked,
} from '../parse/cql-views.ts';
import type { Row } from '../parse/row-values.ts';
import { CqlError, type CqlErrorClass, type CqlSession } from '../ports/cql.ts';
import { missing, seen, timeLeftMs, tooLate, unknownTo, type NodeContext } from './context.ts';
import { byDeadline } from './deadline.ts';
import { readable } from './nodetool.ts';

interface Question<T> {
  /** Tried in order: the next one when the node does not know the table. */
  readonly queries: readonly string[];
  readonly parse: (rows: readonly Row[], asked: Asked) => Parsed<T>;
}

/** By name: among the others may be what nobody should see. A release has some of them. */
const settingNames = [
  ...['authenticator', 'authorizer', 'role_manager', 'endpoint_snitch', 'partitioner'],
  ...['auto_snapshot', 'automatic_sstable_upgrade', 'hinted_handoff_enabled'],
  ...['max_hint_window', 'max_hint_window_in_ms', 'uuid_sstable_identifiers_enabled'],
  'storage_compatibility_mode',
];
const handoffNames = [
  'hinted_handoff_enabled',
  'hinted_handoff_disabled_datacenters',
  'max_hint_window_in_ms',
];

function settingsQuery(names: readonly string[]): string {
  const wanted = names.map((name) => `'${name}'`).join(', ');
  return `SELECT name, value FROM system_views.settings WHERE name IN (${wanted})`;
}

/** `SELECT *`, because later versions have more columns and earlier ones fewer. */
const questions = {
  'cql-local': { queries: ["SELECT * FROM system.local WHERE key = 'local'"], parse: parseLocal },
  'cql-peers': {
    queries: ['SELECT * FROM system.peers_v2', 'SELECT * FROM system.peers'],
    parse: parsePeers,
  },
  'sstable-tasks': {
    queries: ['SELECT * FROM system_views.sstable_tasks'],
    parse: parseSSTableTasks,
  },
  'thread-pools': { queries: ['SELECT * FROM system_views.thread_pools'], parse: parseThreadPools },
  'disk-usage': { queries: ['SELECT * FROM system_views.disk_usage'], parse: parseDiskUsage },
  gossipinfo: { queries: ['SELECT * FROM system_views.gossip_info'], parse: parseGossipRows },
  'pending-hints': { queries: ['SELECT * FROM system_views.pending_hints'], parse: parseHintRows },
  'compaction-throughput': {
    queries: ["SELECT value FROM system_views.settings WHERE name = 'compaction_throughput'"],
    parse: parseThroughputSetting,
  },
  'hinted-handoff': {
    queries: [settingsQuery(handoffNames)],
    parse: parseHandoffSettings,
  },
  'node-clock': {
    queries: ["SELECT toTimestamp(now()) AS node_time FROM system.local WHERE key = 'local'"],
    parse: parseNodeClock,
  },
  'repair-sessions': {
    queries: ['SELECT parent_id, coordinator, state, last_update FROM system.repairs'],
    parse: parseRepairSessions,
  },
  'largest-partitions': {
    queries: ['SELECT * FROM system_views.max_partition_size'],
    parse: parseLargestPartitions,
  },
  'tombstones-per-read': {
    queries: ['SELECT * FROM system_views.tombstones_per_read'],
    parse: parseTombstones,
  },
  'read-latency': {
    queries: ['SELECT * FROM system_views.local_read_latency'],
    parse: parseLatencies,
  },
  'write-latency': {
    queries: ['SELECT * FROM system_views.local_write_latency'],
    parse: parseLatencies,
  },
  settings: { queries: [settingsQuery(settingNames)], parse: parseSettings },
  clients: {
    queries: ['SELECT driver_name, driver_version, protocol_version FROM system_views.clients'],
    parse: parseClients,
  },
  'schema-tables': {
    queries: [
      'SELECT keyspace_name, table_name, compaction, flags, gc_grace_seconds FROM system_schema.tables',
    ],
    parse: parseSchemaTables,
  },
  'schema-indexes': {
    queries: [
      'SELECT keyspace_name, table_name, index_name, kind, options FROM system_schema.indexes',
    ],
    parse: parseSchemaIndexes,
  },
  keyspaces: {
    queries: ['SELECT keyspace_name, replication FROM system_schema.keyspaces'],
    parse: parseKeyspaces,
  },
} as const satisfies { readonly [S in SourceId]?: Question<SourceValues[S]> };

export type CqlSource = keyof typeof questions;

export const cqlSources = Object.keys(questions) as readonly CqlSource[];

/** One question through the session of the node. */
export async function askCql<S extends CqlSource>(
  context: NodeContext,
  source: S,
): Promise<Seen<SourceValues[S]>> {
  return await ask(context, source, questions[source] as Question<SourceValues[S]>);
}

/** Where the node keeps its data (4.0+). */
export async function askDataFolders(context: NodeContext): Promise<Seen<readonly string[]>> {
  return await ask(context, 'file-systems', {
    queries: ["SELECT value FROM system_views.settings WHERE name = 'data_file_directories'"],
    parse: parseDataFolders,
  });
}

/** Opens the session; undefined when it is open, else the reason that holds for every question. */
export async function openSession(context: NodeContext): Promise<Missing | undefined> {
  if (timeLeftMs(context, context.limits.cqlTimeoutMs) === 0) return tooLate(context);
  const opened = await byDeadline(
    context,
    attempt(context, () => Promise.resolve(undefined)),
  );
  return opened.kind === 'missing' ? opened : undefined;
}

async function ask<T>(
  context: NodeContext,
  source: SourceId,
  { queries, parse }: Question<T>,
): Promise<Seen<T>> {
  const { cqlTimeoutMs } = context.limits;
  if (timeLeftMs(context, cqlTimeoutMs) === 0) return tooLate(context);
  const [query = '', ...others] = queries;
  const fromMs = context.ports.clock.now();
  const rows = await byDeadline(context, rowsOf(context, query));
  if (rows.kind === 'seen') {
    const parsed = parse(rows.value, { fromMs, untilMs: rows.at });
    // Long, and told only of what was not understood.
    const text = parsed.kind === 'parsed' ? '' : JSON.stringify(rows.value);
    return readable(context, source, text, parsed);
  }
  if (rows.why !== 'unsupported') return rows;
  return others.length === 0
    ? unknownTo(context, source, 'cql', rows.detail)
    : await ask(context, source, { queries: others, parse });
}

async function rowsOf(context: NodeContext, query: string): Promise<Seen<readonly Row[]>> {
  return await attempt(context, async (session) => (await session.execute({ query })).rows);
}

/** Work with the session of the node; why there is none, or why it failed, is an answer. */
export async function attempt<T>(
  context: NodeContext,
  work: (session: CqlSession) => Promise<T>,
): Promise<Seen<T>> {
  const { signal, sessions, node } = context;
  signal.throwIfAborted();
  let session: CqlSession | undefined;
  try {
    session = await sessions.get(node);
    return seen(context, await work(session));
  } catch (error) {
    if (!(error instanceof CqlError)) throw error;
    // A node that restarts may come back with another version: begin anew.
    if (session && isConnectionLost(error.errorClass)) await sessions.drop(node, session);
    return missing(context, reasons[error.errorClass], error.message);
  }
}

function isConnectionLost(errorClass: CqlErrorClass): boolean {
  return errorClass === 'unreachable' || errorClass === 'client-timeout';
}

/** `invalid`: a table or column that this version does not have. */
const reasons: Readonly<Record<CqlErrorClass, MissingReason>> = {
  authentication: 'authentication',
  unauthorized: 'authentication',
  unreachable: 'unreachable',
  'client-timeout': 'timed-out',
  'read-timeout': 'timed-out',
  'write-timeout': 'timed-out',
  unavailable: 'failed',
  overloaded: 'failed',
  invalid: 'unsupported',
  other: 'failed',
};

import type { CqlOutcome } from '../model/client-metrics.ts';
import type { InventoryNode } from '../model/inventory.ts';
import type { Clock } from '../ports/clock.ts';
import { CqlError, type Cql, type CqlRequest, type CqlRow, type CqlTarget } from '../ports/cql.ts';
import type { SimulatedCluster } from './cluster.ts';
import { answersCql, hasRestarted, lifeAt } from './life.ts';
import { faultOn } from './node-faults.ts';
import { diskUsageRows } from './rows/disk-usage.ts';
import { gossipInfoRows } from './rows/gossip-info.ts';
import { pendingHintRows } from './rows/pending-hints.ts';
import { keyspaceRows } from './rows/schema-keyspaces.ts';
import { dataFolderRows, throughputRows } from './rows/settings.ts';
import { sstableTaskRows } from './rows/sstable-tasks.ts';
import { localRows } from './rows/system-local.ts';
import { peersRows, peersV2Rows } from './rows/system-peers.ts';
import { threadPoolRows } from './rows/thread-pools.ts';
import { refusedCql } from './refused.ts';
import { views, type Standpoint } from './view/index.ts';

const connectMs = 20;

/** CQL sessions to nodes of a simulated cluster, pinned to one node each. */
export function simulatedCql(cluster: SimulatedCluster, inventory: readonly InventoryNode[]): Cql {
  return {
    async connect(target) {
      await cluster.clock.sleep(connectMs);
      standpoint(cluster, inventory, target);
      const outcomes: CqlOutcome[] = [];
      return {
        async execute(request) {
          const at = cluster.clock.now();
          const coordinator = target.addresses[0] ?? '';
          const record = (errorClass?: CqlError['errorClass']) => {
            const latencyMs = cluster.clock.now() - at;
            outcomes.push({ at, coordinator, latencyMs, ...(errorClass && { errorClass }) });
          };
          try {
            const before = standpoint(cluster, inventory, target);
            await answerWithin(target.requestTimeoutMs, readMs(before), cluster.clock);
            const rows = rowsOf(standpoint(cluster, inventory, target), request);
            record();
            return { rows, coordinator };
          } catch (error) {
            if (error instanceof CqlError) record(error.errorClass);
            throw error;
          }
        },
        outcomes: () => outcomes,
        close: () => Promise.resolve(),
      };
    },
  };
}

/** Throws `unreachable` while the node lets no client in. */
function standpoint(
  cluster: SimulatedCluster,
  inventory: readonly InventoryNode[],
  { addresses: [contact = ''], port }: CqlTarget,
): Standpoint {
  const named = inventory.find(({ cqlAddress }) => cqlAddress === contact)?.address ?? contact;
  const node = cluster.node(named);
  const now = cluster.clock.now();
  const life = node && lifeAt(node, now);
  if (!node || !answersCql(life, now)) {
    throw new CqlError('unreachable', refusedCql(contact, port), contact);
  }
  return { state: cluster.state(), node, life, now };
}

async function answerWithin(timeoutMs: number, ms: number, clock: Clock): Promise<void> {
  await clock.sleep(Math.min(ms, timeoutMs));
  if (ms > timeoutMs) throw new CqlError('client-timeout', `no answer in ${timeoutMs / 1_000} s`);
}

function readMs({ state, node, now }: Standpoint): number {
  const fault = faultOn(state, 'slower-after-start', node.address, now);
  const factor = fault && hasRestarted(node) ? fault.factor : 1;
  return node.work.readMs * factor;
}

/** Rows by what follows FROM; a table that the release lacks, or nobody expects, is `invalid`. */
function rowsOf(from: Standpoint, { query }: CqlRequest): readonly CqlRow[] {
  const table = /\bFROM\s+([\w.]+)/i.exec(query)?.[1] ?? '';
  const rows = tables[table]?.(from, query);
  if (rows) return rows;
  throw new CqlError('invalid', `unconfigured table ${table.split('.')[1] ?? table}`);
}

type Rows = (from: Standpoint, query: string) => readonly CqlRow[] | undefined;

const tables: Readonly<Record<string, Rows>> = {
  'system.local': (from) => {
    const { address } = from.node;
    return localRows(views['cql-local'](from), from.life.release, { address });
  },
  'system.peers_v2': (from) => peersV2Rows(views['cql-peers'](from), from.life.release),
  'system.peers': (from) => peersRows(views['cql-peers'](from)),
  'system_schema.keyspaces': (from) =>
    keyspaceRows(views.keyspaces(from).keyspaces, from.life.release),
  'system_views.sstable_tasks': (from) =>
    sstableTaskRows(views['sstable-tasks'](from).tasks, from.life.release),
  'system_views.thread_pools': (from) =>
    threadPoolRows(views['thread-pools'](from), from.life.release),
  'system_views.disk_usage': (from) => diskUsageRows(views['disk-usage'](from), from.life.release),
  'system_views.gossip_info': (from) => gossipInfoRows(views.gossipinfo(from), from.life.release),
  'system_views.pending_hints': (from) =>
    pendingHintRows(views['pending-hints'](from), from.life.release),
  'system_views.settings': (from, query) =>
    query.includes("'data_file_directories'")
      ? dataFolderRows(['/var/lib/cassandra/data'], from.life.release)
      : throughputRows(views['compaction-throughput'](from), from.life.release),
};

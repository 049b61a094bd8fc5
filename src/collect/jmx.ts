import type { Parsed } from '../model/parsed.ts';
import type { TokenRange } from '../model/ring.ts';
import type { Seen } from '../model/seen.ts';
import type { SourceValues } from '../model/snapshot.ts';
import { parseDescribeRing } from '../parse/describering.ts';
import {
  infoAttributes,
  parseJmxDescription,
  parseJmxGossip,
  parseJmxInfo,
  parseJmxStatus,
  statusAttributes,
} from '../parse/jmx-ring.ts';
import {
  parseJmxAutoCompaction,
  parseJmxAutoCompactionOff,
  parseJmxCompactions,
  parseJmxDropped,
  parseJmxHints,
  parseJmxNetstats,
  parseJmxProcess,
  parseJmxSSTables,
  parseJmxThroughput,
  parseJmxAborted,
  throughputAttributes,
  type BeanValue,
} from '../parse/jmx-work.ts';
import { handoffAttributes, parseJmxHandoff } from '../parse/jmx-protections.ts';
import { parseJmxRequests } from '../parse/jmx-requests.ts';
import { parseJmxThreadDump } from '../parse/thread-dump.ts';
import type { JmxClient, JmxValue } from '../ports/jmx.ts';
import type { NodeContext } from './context.ts';
import { askFor, metrics, proxy, storage, type Ask } from './jmx-ask.ts';
import type { NodetoolSource } from './nodetool.ts';

const snitch = 'org.apache.cassandra.db:type=EndpointSnitchInfo';

/** The beans that nodetool itself asks, and of them no more than is read. The same in 2.1 to 5.0 unless said. */
const questions: {
  readonly [S in NodetoolSource]: (ask: Ask) => Promise<Parsed<SourceValues[S]>>;
} = {
  status: async (ask) =>
    parseJmxStatus(await ask.some(storage, statusAttributes), await endpointStates(ask)),
  info: async (ask) =>
    parseJmxInfo({
      service: await ask.some(storage, infoAttributes),
      snitch: await placeOf(ask),
      heap: await ask.one('java.lang:type=Memory', 'HeapMemoryUsage'),
      uptime: await ask.one('java.lang:type=Runtime', 'Uptime'),
      exceptions: await ask.one(`${metrics}:type=Storage,name=Exceptions`, 'Count'),
    }),
  netstats: async (ask) =>
    parseJmxNetstats(
      await ask.one(storage, 'OperationMode'),
      await ask.one('org.apache.cassandra.net:type=StreamManager', 'CurrentStreams'),
    ),
  gossipinfo: async (ask) => parseJmxGossip(await endpointStates(ask)),
  compactionstats: async (ask) =>
    parseJmxCompactions(
      await ask.one(`${metrics}:type=Compaction,name=PendingTasks`, 'Value'),
      await ask.one('org.apache.cassandra.db:type=CompactionManager', 'Compactions'),
    ),
  tpstats: async (ask) =>
    parseJmxDropped(
      await ask.one('org.apache.cassandra.net:type=MessagingService', 'DroppedMessages'),
    ),
  autocompaction: async (ask) => (await autoCompactionByKeyspace(ask)) ?? (await byTable(ask)),
  // From 4.1 on.
  'pending-hints': async (ask) =>
    parseJmxHints(await ask.one('org.apache.cassandra.hints:type=HintsService', 'PendingHints')),
  'hinted-handoff': async (ask) => parseJmxHandoff(await ask.some(proxy, handoffAttributes)),
  // From 4.0 on.
  'aborted-compactions': async (ask) => {
    const count = (name: string) => ask.one(`${metrics}:type=Compaction,name=${name}`, 'Count');
    return parseJmxAborted(await count('CompactionsAborted'), await count('CompactionsReduced'));
  },
  'compaction-throughput': async (ask) =>
    parseJmxThroughput(await ask.some(storage, throughputAttributes)),
  'sstable-counts': async (ask) => parseJmxSSTables(await sstableCounts(ask)),
  'java-process': async (ask) => parseJmxProcess(await ask.one('java.lang:type=Runtime', 'Name')),
  'compaction-stacks': async (ask) => parseJmxThreadDump(await ask.threadPrint()),
  'client-requests': async (ask) =>
    parseJmxRequests(await requestsOf(ask, 'Read'), await requestsOf(ask, 'Write')),
  describecluster: async (ask) =>
    parseJmxDescription(
      await ask.some(storage, ['ClusterName', 'PartitionerName']),
      await ask.one(proxy, 'SchemaVersions'),
    ),
};

/** Before 2.2 the snitch has no attributes: it is asked about an address. */
async function placeOf(ask: Ask): ReturnType<Ask['some']> {
  const said = await ask.some(snitch, ['Datacenter', 'Rack']);
  if (said.size > 0) return said;
  return new Map([
    ['Datacenter', await ask.aboutNode(snitch, 'getDatacenter')],
    ['Rack', await ask.aboutNode(snitch, 'getRack')],
  ]);
}

/** From 4.0 on one question a keyspace, where nodetool's would be one a table. */
async function autoCompactionByKeyspace(ask: Ask) {
  const keyspaces = await ask.one(storage, 'Keyspaces');
  const said = new Map<string, JmxValue>();
  for (const keyspace of Array.isArray(keyspaces) ? keyspaces.map(String) : []) {
    const isOff = await ask.ofTables('getAutoCompactionStatus', keyspace);
    if (isOff === undefined) return undefined;
    said.set(keyspace, isOff);
  }
  return parseJmxAutoCompaction(said);
}

/** ColumnFamilies is what 2.1 calls tables, and all later versions know them by both names. */
async function byTable(ask: Ask) {
  const beans = 'org.apache.cassandra.db:type=ColumnFamilies,*';
  return parseJmxAutoCompactionOff(await ask.each(beans, 'AutoCompactionDisabled'));
}

/** Before 3.0 tables are called column families. */
async function sstableCounts(ask: Ask): Promise<readonly BeanValue[]> {
  const beans = (type: string) =>
    ask.each(`${metrics}:type=${type},name=LiveSSTableCount,*`, 'Value');
  const tables = await beans('Table');
  return tables.length > 0 ? tables : await beans('ColumnFamily');
}

/** The attribute RecentValues is left alone: who reads it takes it from all others. */
async function requestsOf(ask: Ask, scope: 'Read' | 'Write') {
  const bean = (name: string) => `${metrics}:type=ClientRequest,scope=${scope},name=${name}`;
  return {
    p99Us: await ask.one(bean('Latency'), '99thPercentile'),
    buckets: await ask.told(bean('Latency'), 'values'),
    failed: [
      await ask.one(bean('Timeouts'), 'Count'),
      await ask.one(bean('Unavailables'), 'Count'),
      await ask.one(bean('Failures'), 'Count'),
    ],
  };
}

async function endpointStates(ask: Ask): Promise<JmxValue> {
  return await ask.one('org.apache.cassandra.net:type=FailureDetector', 'AllEndpointStates');
}

/** The same source as of nodetool, from the same beans, without a JVM. */
export async function askJmx<S extends NodetoolSource>(
  context: NodeContext,
  client: JmxClient,
  source: S,
): Promise<Seen<SourceValues[S]>> {
  return await askFor(context, client, source, questions[source]);
}

/** The ranges of a keyspace with their replicas. */
export async function askJmxRing(
  context: NodeContext,
  client: JmxClient,
  keyspace: string,
): Promise<Seen<readonly TokenRange[]>> {
  return await askFor(context, client, 'describering', async () => {
    const args = [[keyspace], ['java.lang.String']] as const;
    const ranges = await client.invoke(storage, 'describeRingJMX', ...args, context.signal);
    const lines = Array.isArray(ranges) ? ranges.map(String) : [];
    return parseDescribeRing(['TokenRange:', ...lines, ''].join('\n'));
  });
}

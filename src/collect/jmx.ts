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
import { isStarting, stillStarting } from '../parse/nodetool-failure.ts';
import { JmxError, type JmxClient, type JmxValue } from '../ports/jmx.ts';
import { mapBounded } from './bounded.ts';
import {
  missing,
  timeLeftMs,
  tooLate,
  unknownTo,
  type NodeContext,
  type UnreadableAnswer,
} from './context.ts';
import { byDeadline } from './deadline.ts';
import { isUnknown, jmxReasons, undefinedIfUnknown } from './jmx-errors.ts';
import { readable, type NodetoolSource } from './nodetool.ts';

const storage = 'org.apache.cassandra.db:type=StorageService';
const snitch = 'org.apache.cassandra.db:type=EndpointSnitchInfo';
const metrics = 'org.apache.cassandra.metrics';

/** What a question may ask of one node. */
interface Ask {
  readonly one: (bean: string, attribute: string) => Promise<JmxValue>;
  readonly some: (
    bean: string,
    attributes: readonly string[],
  ) => ReturnType<JmxClient['getAttributes']>;
  /** An operation that only reads, with the node's address. */
  readonly aboutNode: (bean: string, operation: string) => Promise<JmxValue>;
  /** An operation that only reads, for all tables of a keyspace; undefined: this version does not have it. */
  readonly ofTables: (operation: string, keyspace: string) => Promise<JmxValue | undefined>;
  /** One attribute of every bean that matches. */
  readonly each: (pattern: string, attribute: string) => Promise<readonly BeanValue[]>;
}

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
  // From 4.0 on.
  'aborted-compactions': async (ask) => {
    const count = (name: string) => ask.one(`${metrics}:type=Compaction,name=${name}`, 'Count');
    return parseJmxAborted(await count('CompactionsAborted'), await count('CompactionsReduced'));
  },
  'compaction-throughput': async (ask) =>
    parseJmxThroughput(await ask.some(storage, throughputAttributes)),
  'sstable-counts': async (ask) => parseJmxSSTables(await sstableCounts(ask)),
  'java-process': async (ask) => parseJmxProcess(await ask.one('java.lang:type=Runtime', 'Name')),
  describecluster: async (ask) =>
    parseJmxDescription(
      await ask.some(storage, ['ClusterName', 'PartitionerName']),
      await ask.one('org.apache.cassandra.db:type=StorageProxy', 'SchemaVersions'),
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

async function askFor<T>(
  context: NodeContext,
  client: JmxClient,
  source: UnreadableAnswer['source'],
  question: (ask: Ask) => Promise<Parsed<T>>,
): Promise<Seen<T>> {
  const { nodetoolTimeoutMs } = context.limits;
  if (timeLeftMs(context, nodetoolTimeoutMs) === 0) return tooLate(context);
  return await byDeadline(context, nodetoolTimeoutMs, attempt(context, client, source, question));
}

async function attempt<T>(
  context: NodeContext,
  client: JmxClient,
  source: UnreadableAnswer['source'],
  question: (ask: Ask) => Promise<Parsed<T>>,
): Promise<Seen<T>> {
  try {
    return readable(context, source, '', await question(askOf(client, context)));
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof JmxError)) throw error;
    if (isStarting(`${error.remoteClass}: ${error.message}`)) {
      return missing(context, 'unreachable', `JMX: ${stillStarting}`);
    }
    const detail = `JMX: ${error.message}`;
    return isUnknown(error)
      ? unknownTo(context, source, 'jmx', detail)
      : missing(context, jmxReasons[error.kind], detail);
  }
}

/** As many at once as sockets are worth it; a thousand tables are asked one by one. */
const atOnce = 4;

function askOf(client: JmxClient, { signal, node }: NodeContext): Ask {
  const one: Ask['one'] = (bean, attribute) => client.getAttribute(bean, attribute, signal);
  return {
    one,
    some: (bean, attributes) => client.getAttributes(bean, attributes, signal),
    aboutNode: (bean, operation) =>
      client.invoke(bean, operation, [node.address], ['java.lang.String'], signal),
    ofTables: async (operation, keyspace) => {
      const args = [
        [keyspace, []],
        ['java.lang.String', '[Ljava.lang.String;'],
      ] as const;
      return await client.invoke(storage, operation, ...args, signal).catch(undefinedIfUnknown);
    },
    each: async (pattern, attribute) => {
      const names = await client.queryNames(pattern, signal);
      const values = await mapBounded(names, atOnce, async (name) => {
        // A table that was dropped since its name was listed is unknown.
        const value = await one(name, attribute).catch(undefinedIfUnknown);
        return value === undefined ? [] : [[name, value] as const];
      });
      return values.flat();
    },
  };
}

import { JmxError } from '../../src/ports/jmx.ts';
import type { Beans } from '../fakes/fake-jmx.ts';

export const storage = 'org.apache.cassandra.db:type=StorageService';
const metrics = 'org.apache.cassandra.metrics';

const states = (address: string, rack: string) =>
  `/${address}\n  generation:1795894883\n  heartbeat:82\n  STATUS:28:NORMAL,-12\n  LOAD:34:1.0\n` +
  `  SCHEMA:37:s1\n  DC:12:dc1\n  RACK:14:${rack}\n  RELEASE_VERSION:5:4.1.10\n  HOST_ID:2:${address}-id\n  RPC_READY:31:true\n`;

const range = (start: string, end: string) =>
  `TokenRange(start_token:${start}, end_token:${end}, endpoints:[127.0.1.1], rpc_endpoints:[127.0.1.1], endpoint_details:[EndpointDetails(host:127.0.1.1, datacenter:dc1, rack:rack1)])`;

function requestBeans(
  scope: string,
  buckets: number,
  p99Us: number,
  [timeouts, unavailables, failures]: readonly [number, number, number],
): Beans {
  const bean = (name: string) => `${metrics}:type=ClientRequest,scope=${scope},name=${name}`;
  const values = Array.from({ length: buckets }, (_, i) => (i === 40 ? 500 : 0));
  return {
    [bean('Latency')]: { '99thPercentile': p99Us, 'values()': values },
    [bean('Timeouts')]: { Count: timeouts },
    [bean('Unavailables')]: { Count: unavailables },
    [bean('Failures')]: { Count: failures },
  };
}

/** What a 4.1 node says of itself and one dead peer; shapes as seen on real nodes. */
export const healthyBeans: Beans = {
  'com.sun.management:type=DiagnosticCommand': {
    'threadPrint()':
      'Full thread dump OpenJDK:\n\n"CompactionExecutor:1" #2\n   java.lang.Thread.State: RUNNABLE\n\tat a.B.c(Native Method)\n\n',
  },
  [storage]: {
    LiveNodes: ['127.0.1.1'],
    UnreachableNodes: ['127.0.1.2'],
    JoiningNodes: [],
    LeavingNodes: [],
    MovingNodes: [],
    LoadMap: new Map([['127.0.1.1', '104.36 KiB']]),
    TokenToEndpointMap: new Map([
      ['-5', '127.0.1.1'],
      ['0', '127.0.1.2'],
      ['5', '127.0.1.1'],
    ]),
    EndpointToHostId: new Map([
      ['127.0.1.1', 'AA20d67b'],
      ['127.0.1.2', 'BB20d67b'],
    ]),
    LocalHostId: 'AA20d67b',
    GossipRunning: true,
    NativeTransportRunning: true,
    CurrentGenerationNumber: 1795894883,
    OperationMode: 'NORMAL',
    ClusterName: 'c',
    PartitionerName: 'Murmur3Partitioner',
    CompactionThroughputMbPerSec: 64,
    CompactionThroughtputMibPerSecAsDouble: 64.5,
    Keyspaces: ['app', 'system'],
    'getAutoCompactionStatus(app,)': new Map([['events', true]]),
    'getAutoCompactionStatus(system,)': new Map([['local', false]]),
    'describeRingJMX(app)': [range('-5', '5'), range('5', '-5')],
  },
  'org.apache.cassandra.net:type=FailureDetector': {
    AllEndpointStates: `${states('127.0.1.1', 'rack1')}\n${states('127.0.1.2', 'rack2')}`,
  },
  'org.apache.cassandra.db:type=EndpointSnitchInfo': { Datacenter: 'dc1', Rack: 'rack1' },
  'java.lang:type=Memory': {
    HeapMemoryUsage: new Map([
      ['used', 125_829_120],
      ['max', 389_283_840],
    ]),
  },
  'java.lang:type=Runtime': { Uptime: 55_815, Name: '19484@vm' },
  [`${metrics}:type=Storage,name=Exceptions`]: { Count: 2 },
  ...requestBeans('Read', 128, 4_768, [3, 2, 1]),
  ...requestBeans('Write', 165, 2_000, [0, 0, 0]),
  'org.apache.cassandra.net:type=StreamManager': {
    CurrentStreams: [new Map([['description', 'Repair']])],
  },
  [`${metrics}:type=Compaction,name=PendingTasks`]: { Value: 3 },
  [`${metrics}:type=Compaction,name=CompactionsAborted`]: { Count: 1 },
  [`${metrics}:type=Compaction,name=CompactionsReduced`]: { Count: 0 },
  'org.apache.cassandra.db:type=CompactionManager': {
    Compactions: [
      new Map([
        ['compactionId', 'AAAA-1'],
        ['taskType', 'Compaction'],
        ['keyspace', 'app'],
        ['columnfamily', 'events'],
        ['completed', '1024'],
        ['total', '4096'],
        ['unit', 'bytes'],
      ]),
      new Map([
        ['compactionId', 'AAAA-2'],
        ['taskType', 'Key cache save'],
        ['keyspace', null],
        ['columnfamily', null],
        ['completed', '1'],
        ['total', '2'],
        ['unit', 'keys'],
      ]),
    ],
  },
  'org.apache.cassandra.net:type=MessagingService': {
    DroppedMessages: new Map([
      ['MUTATION_REQ', 7],
      ['READ_REQ', 0],
    ]),
  },
  'org.apache.cassandra.hints:type=HintsService': {
    PendingHints: [
      new Map([
        ['host_id', 'BB20d67b'],
        ['address', '127.0.1.2'],
        ['total_files', '4'],
      ]),
    ],
  },
  // The sum of all tables stands beside them.
  [`${metrics}:type=Table,name=LiveSSTableCount`]: { Value: 9 },
  [`${metrics}:type=Table,keyspace=app,scope=events,name=LiveSSTableCount`]: { Value: 9 },
  'org.apache.cassandra.db:type=StorageProxy': {
    HintedHandoffEnabled: true,
    HintedHandoffDisabledDCs: [],
    MaxHintWindow: 10_800_000,
    SchemaVersions: new Map([
      ['s1', ['127.0.1.1']],
      ['UNREACHABLE', ['127.0.1.2']],
    ]),
  },
};

/** The same with one attribute otherwise. */
export function beansWith(bean: string, attribute: string, value: Beans[string][string]): Beans {
  return { ...healthyBeans, [bean]: { ...healthyBeans[bean], [attribute]: value } };
}

export function beansWithout(bean: string): Beans {
  return Object.fromEntries(Object.entries(healthyBeans).filter(([name]) => name !== bean));
}

const unknown = new JmxError('remote', 'x', 'java.lang.NoSuchMethodException');

/** Before 4.0 each table is asked. */
export const olderBeans: Beans = {
  ...healthyBeans,
  [storage]: { ...healthyBeans[storage], 'getAutoCompactionStatus(app,)': unknown },
  'org.apache.cassandra.db:type=ColumnFamilies,keyspace=app,columnfamily=events': {
    AutoCompactionDisabled: true,
  },
  'org.apache.cassandra.db:type=ColumnFamilies,keyspace=system,columnfamily=local': {
    AutoCompactionDisabled: false,
  },
};

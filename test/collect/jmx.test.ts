import { expect, test } from 'vitest';
import { askJmx, askJmxRing } from '../../src/collect/jmx.ts';
import { nodetoolSources, type NodetoolSource } from '../../src/collect/nodetool.ts';
import { JmxError, Opaque } from '../../src/ports/jmx.ts';
import { fakeJmxClient, type Beans } from '../fakes/fake-jmx.ts';
import { beansWith, beansWithout, healthyBeans, storage } from './healthy-beans.ts';
import { world } from './world.ts';

const ask = async (source: NodetoolSource, beans: Beans = healthyBeans) => {
  const { on } = world();
  return await askJmx(on('127.0.1.1'), fakeJmxClient(beans), source);
};

const values: Readonly<Record<NodetoolSource, unknown>> = {
  status: {
    rows: [
      {
        ...{ address: '127.0.1.1', liveness: 'up', state: 'normal', loadBytes: 106_865 },
        ...{ hostId: 'aa20d67b', tokens: 2, dc: 'dc1', rack: 'rack1' },
      },
      {
        ...{ address: '127.0.1.2', liveness: 'down', state: 'normal', loadBytes: undefined },
        ...{ hostId: 'bb20d67b', tokens: 1, dc: 'dc1', rack: 'rack2' },
      },
    ],
  },
  info: {
    ...{ hostId: 'aa20d67b', gossipActive: true, nativeTransportActive: true },
    ...{ generation: 1795894883, uptimeSeconds: 55, heapUsedMiB: 120, heapMaxMiB: 371.25 },
    ...{ dc: 'dc1', rack: 'rack1', exceptions: 2 },
  },
  netstats: { mode: 'NORMAL', streams: ['Repair'] },
  gossipinfo: {
    endpoints: [
      expect.objectContaining({ address: '127.0.1.1', rack: 'rack1', rpcReady: true }),
      expect.objectContaining({ address: '127.0.1.2', generation: 1795894883 }),
    ],
  },
  compactionstats: {
    pendingTasks: 3,
    active: [
      {
        ...{ id: 'aaaa-1', kind: 'compaction', keyspace: 'app', table: 'events' },
        ...{ completed: 1024, total: 4096, unit: 'bytes' },
      },
      expect.objectContaining({ kind: 'key cache save', keyspace: '*', table: '*' }),
    ],
  },
  'hinted-handoff': { isEnabled: true, disabledDcs: [], windowMs: 10_800_000 },
  tpstats: {
    pools: [],
    dropped: [
      { message: 'MUTATION_REQ', count: 7 },
      { message: 'READ_REQ', count: 0 },
    ],
  },
  autocompaction: {
    tables: [
      { keyspace: 'app', table: 'events', running: false },
      { keyspace: 'system', table: 'local', running: true },
    ],
  },
  'pending-hints': { targets: [{ hostId: 'bb20d67b', address: '127.0.1.2', files: 4 }] },
  'compaction-throughput': { mebibytesPerSecond: 64.5 },
  'aborted-compactions': { aborted: 1, reduced: 0 },
  'sstable-counts': { tables: [{ keyspace: 'app', table: 'events', liveSSTables: 9 }] },
  'java-process': { pid: 19484, host: 'vm' },
  'client-requests': {
    reads: { p99Ms: 4.768, counted: { failed: 6, unitMs: 1e-3 } },
    writes: { p99Ms: 2, counted: { failed: 0, unitMs: 1e-6 } },
  },
  'compaction-stacks': {
    threads: [{ name: 'CompactionExecutor:1', state: 'RUNNABLE', frames: ['a.B.c'] }],
  },
  describecluster: {
    ...{ name: 'c', partitioner: 'Murmur3Partitioner', releaseVersions: undefined },
    ...{ schemaVersions: [{ version: 's1', addresses: ['127.0.1.1'] }] },
    unreachable: ['127.0.1.2'],
  },
};

test.each(nodetoolSources)('%s is what the beans say', async (source) => {
  expect(await ask(source)).toMatchObject({ kind: 'seen', value: values[source] });
});

test('replicas of ranges are read as describering prints them', async () => {
  const { on } = world();
  const ring = await askJmxRing(on('127.0.1.1'), fakeJmxClient(healthyBeans), 'app');
  expect(ring).toMatchObject({
    kind: 'seen',
    value: [
      { start: '-5', end: '5', replicas: [{ address: '127.0.1.1', dc: 'dc1', rack: 'rack1' }] },
      { start: '5', end: '-5' },
    ],
  });
  const none = fakeJmxClient(beansWith(storage, 'describeRingJMX(app)', null));
  expect(await askJmxRing(on('127.0.1.1'), none, 'app')).toMatchObject({ why: 'unreadable' });
});

test('host ids and throughput by the names that old versions have', async () => {
  const { EndpointToHostId, CompactionThroughtputMibPerSecAsDouble, ...rest } =
    healthyBeans[storage] ?? {};
  expect(CompactionThroughtputMibPerSecAsDouble).toBe(64.5);
  const old: Beans = {
    ...healthyBeans,
    [storage]: { ...rest, HostIdMap: EndpointToHostId ?? null },
  };
  expect(await ask('status', old)).toMatchObject({ value: values.status });
  expect(await ask('compaction-throughput', old)).toMatchObject({
    value: { mebibytesPerSecond: 64 },
  });
});

test('a bean or attribute that this version does not have is unsupported', async () => {
  const without = beansWithout('org.apache.cassandra.hints:type=HintsService');
  expect(await ask('pending-hints', without)).toMatchObject({ why: 'unsupported' });
});

const failures = [
  [new JmxError('refused', '127.0.1.1:7199: connect ECONNREFUSED'), 'unreachable'],
  [new JmxError('closed', 'the socket was closed'), 'unreachable'],
  [new JmxError('gone', 'no such object'), 'unreachable'],
  [new JmxError('timed-out', 'no answer in 20 s'), 'timed-out'],
  [new JmxError('no-jmx', 'what answers at this port is no JMX'), 'unreachable'],
  [new JmxError('protocol', 'a reference to nothing'), 'unreadable'],
  [new JmxError('authentication', 'wrong password'), 'authentication'],
  [new JmxError('remote', 'boom', 'java.lang.IllegalStateException'), 'failed'],
] as const;

test.each(failures)('%s is missing as %s', async (error, why) => {
  const beans = beansWith(storage, 'OperationMode', error);
  expect(await ask('netstats', beans)).toEqual({
    ...{ kind: 'missing', at: expect.any(Number) as number, why },
    detail: `JMX: ${error.message}`,
  });
});

const requestLatency = 'org.apache.cassandra.metrics:type=ClientRequest,scope=Read,name=Latency';

const strange = [
  ['netstats', storage, 'OperationMode', 7],
  ['netstats', 'org.apache.cassandra.net:type=StreamManager', 'CurrentStreams', 'none'],
  ['netstats', 'org.apache.cassandra.net:type=StreamManager', 'CurrentStreams', ['x']],
  ['status', storage, 'TokenToEndpointMap', new Map()],
  ['status', storage, 'TokenToEndpointMap', new Map([['1', '127.0.1.9']])],
  ['status', storage, 'LiveNodes', null],
  ['status', 'org.apache.cassandra.net:type=FailureDetector', 'AllEndpointStates', 5],
  ['info', storage, 'GossipRunning', 'yes'],
  ['info', 'java.lang:type=Memory', 'HeapMemoryUsage', new Opaque('a.B', new Map())],
  ['tpstats', 'org.apache.cassandra.net:type=MessagingService', 'DroppedMessages', new Map()],
  ['describecluster', 'org.apache.cassandra.db:type=StorageProxy', 'SchemaVersions', new Map()],
  ['java-process', 'java.lang:type=Runtime', 'Name', 'no pid'],
  ['compactionstats', 'org.apache.cassandra.db:type=CompactionManager', 'Compactions', [new Map()]],
  ['client-requests', requestLatency, 'values()', [1, 2, 3]],
  ['client-requests', requestLatency, 'values()', null],
  ['client-requests', requestLatency, '99thPercentile', 'slow'],
] as const;

test.each(strange)(
  '%s: %s %s = %o is not understood, never a value',
  async (source, bean, name, value) => {
    expect(await ask(source, beansWith(bean, name, value))).toMatchObject({
      kind: 'missing',
      why: 'unreadable',
    });
  },
);

test('2.1 is asked about an address for its place, and calls tables column families', async () => {
  const renamed = Object.entries(healthyBeans).map(
    ([name, bean]) => [name.replace('type=Table', 'type=ColumnFamily'), bean] as const,
  );
  const beans = {
    ...Object.fromEntries(renamed),
    'org.apache.cassandra.db:type=EndpointSnitchInfo': {
      'getDatacenter(127.0.1.1)': 'dc1',
      'getRack(127.0.1.1)': 'rack1',
    },
  };
  expect(await ask('info', beans)).toMatchObject({ kind: 'seen', value: values.info });
  const counts = await ask('sstable-counts', beans);
  expect(counts).toMatchObject({ kind: 'seen', value: values['sstable-counts'] });
});

test('a node that is just starting is not asked on: the bean that all need is not there yet', async () => {
  const early = Object.fromEntries(
    Object.entries(healthyBeans).filter(([name]) => name !== storage),
  );
  expect(await ask('status', early)).toMatchObject({
    why: 'unreachable',
    detail: 'JMX: the node is still starting: its StorageService is not there yet',
  });
});

test('what no JMX says is a bug, and an interrupt is the operator speaking', async () => {
  const bug = beansWith(storage, 'OperationMode', new TypeError('bug'));
  await expect(ask('netstats', bug)).rejects.toThrow('bug');
  const { on, stop } = world();
  stop.abort(new Error('interrupted'));
  const closed = fakeJmxClient(beansWith(storage, 'OperationMode', new JmxError('closed', 'x')));
  await expect(askJmx(on(), closed, 'netstats')).rejects.toThrow('interrupted');
});

test('a bean that every release has is not excused, another one says since when it is there', async () => {
  const hints = 'org.apache.cassandra.hints:type=HintsService';
  expect(await ask('pending-hints', beansWithout(hints))).toMatchObject({
    why: 'unsupported',
    detail: `JMX: ${hints} (offered from 4.1 on)`,
  });
  const streams = 'org.apache.cassandra.net:type=StreamManager';
  expect(await ask('netstats', beansWithout(streams))).toMatchObject({ why: 'failed' });
});

test('an answer that comes after the deadline is not looked at', async () => {
  const { on, clock } = world();
  const beans = fakeJmxClient(healthyBeans);
  const slow = {
    ...beans,
    getAttribute: async (bean: string, attribute: string) => {
      await clock.sleep(5_000);
      return await beans.getAttribute(bean, attribute);
    },
  };
  const near = { ...on(), deadlineAt: clock.now() + 2_000 };
  expect(await askJmx(near, slow, 'netstats')).toMatchObject({
    why: 'timed-out',
    detail: 'no answer by the deadline',
  });
});

test('after the deadline nothing is asked', async () => {
  const { on, clock } = world();
  const client = fakeJmxClient(healthyBeans);
  const late = { ...on(), deadlineAt: clock.now() };
  expect(await askJmx(late, client, 'status')).toMatchObject({ why: 'timed-out' });
  expect(client.asked).toEqual([]);
});

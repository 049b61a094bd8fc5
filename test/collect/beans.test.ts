import { expect, test } from 'vitest';
import { askBeans, beanSources } from '../../src/collect/beans.ts';
import { JmxError } from '../../src/ports/jmx.ts';
import { fakeJmxClient, type Beans } from '../fakes/fake-jmx.ts';
import { world } from './world.ts';

const metrics = 'org.apache.cassandra.metrics';
const proxy = 'org.apache.cassandra.db:type=StorageProxy';
const service = 'org.apache.cassandra.db:type=StorageService';
const client = (name: string) => `${metrics}:type=Client,name=${name}`;
const pool = (name: string) =>
  `${metrics}:type=ThreadPools,path=transport,scope=Native-Transport-Requests,name=${name}`;
/** As a real 4.1.10 has them. */
const beans: Beans = {
  [client('ConnectedNativeClients')]: { Value: 12 },
  [client('ConnectionPaused')]: { Count: 5 },
  [client('PausedConnections')]: { Value: -1 },
  [client('RequestDiscarded')]: { Count: 6 },
  [client('TimedOutBeforeProcessing')]: { Count: 0 },
  [proxy]: {
    NativeTransportMaxConcurrentConnections: 100,
    NativeTransportMaxConcurrentConnectionsPerIp: -1,
  },
  [service]: {
    NativeTransportMaxConcurrentRequestsInBytes: 40_000_000,
    NativeTransportMaxConcurrentRequestsInBytesPerIp: 10_000_000,
    NativeTransportRateLimitingEnabled: false,
    NativeTransportMaxRequestsPerSecond: 1_000_000,
  },
  [pool('ActiveTasks')]: { Value: 3 },
  [pool('PendingTasks')]: { Value: 1 },
  [`${metrics}:type=Compaction,name=BytesCompacted`]: { Count: 900 },
  [`${metrics}:type=Table,name=CompactionBytesWritten`]: { Value: 800 },
  [`${metrics}:type=Table,name=BytesFlushed`]: { Value: 700 },
  [`${metrics}:type=Streaming,name=TotalIncomingBytes`]: { Count: 60 },
  [`${metrics}:type=CommitLog,name=WaitingOnCommit`]: { Count: 2, '95thPercentile': 120_000 },
  [`${metrics}:type=CommitLog,name=WaitingOnSegmentAllocation`]: { Count: 1 },
  [`${metrics}:type=MemtablePool,name=BlockedOnAllocation`]: { Count: 4 },
  'java.lang:type=GarbageCollector,name=Copy': { CollectionCount: 4, CollectionTime: 157 },
};

async function ask(said: Beans | undefined, wanted: readonly string[] = beanSources) {
  const { on } = world();
  const jmx = said && fakeJmxClient(said);
  const answers = await askBeans(on('127.0.1.1'), new Set(wanted) as never, { jmx });
  return { answers, asked: jmx?.asked ?? [] };
}

test('what a node does is told by its beans; nothing was streamed out yet', async () => {
  const { answers } = await ask(beans);
  expect(answers).toMatchObject({
    'disk-activity': {
      via: 'jmx',
      value: { compactedBytes: 900, flushedBytes: 700, streamedInBytes: 60, streamedOutBytes: 0 },
    },
    'write-path': { value: { commitWaits: 2, commitWaitP95Ms: 120, memtableWaits: 4 } },
    'garbage-collection': { value: { collectors: [{ name: 'Copy', timeMs: 157 }] } },
  });
});

test('only what is wanted is asked', async () => {
  const { answers, asked } = await ask(beans, ['garbage-collection', 'status']);
  expect(Object.keys(answers)).toEqual(['garbage-collection']);
  expect(asked).toHaveLength(2);
});

test('without JMX it is not to be had, which is no failure', async () => {
  const { answers } = await ask(undefined);
  for (const source of beanSources) {
    expect(answers[source]).toMatchObject({ why: 'unsupported', detail: 'only JMX tells it' });
  }
});

test('a door that is closed is tried once, and why it is is said', async () => {
  const refused = new JmxError('refused', 'connect ECONNREFUSED');
  const closed = { [`${metrics}:type=Compaction,name=BytesCompacted`]: { Count: refused } };
  const { answers, asked } = await ask({ ...beans, ...closed });
  expect(asked).toHaveLength(1);
  for (const source of beanSources) {
    expect(answers[source]).toMatchObject({
      why: 'unsupported',
      detail: 'JMX: connect ECONNREFUSED',
    });
  }
});

test('a wrong password is told, not excused', async () => {
  const refused = new JmxError('authentication', 'bad password');
  const closed = { [`${metrics}:type=Compaction,name=BytesCompacted`]: { Count: refused } };
  const { answers } = await ask({ ...beans, ...closed });
  for (const source of beanSources) {
    expect(answers[source]).toMatchObject({ kind: 'missing', why: 'authentication' });
  }
});

test('an answer that does not come in time is missing', async () => {
  const late = new JmxError('timed-out', 'no answer in 20 s');
  const slow = { [`${metrics}:type=CommitLog,name=WaitingOnCommit`]: { Count: late } };
  const { answers } = await ask({ ...beans, ...slow });
  expect(answers['write-path']).toMatchObject({ kind: 'missing', why: 'timed-out' });
  expect(answers['garbage-collection']).toMatchObject({ kind: 'seen' });
});

test('two questions without an answer are enough', async () => {
  const late = new JmxError('timed-out', 'no answer in 20 s');
  const slow = {
    [`${metrics}:type=Compaction,name=BytesCompacted`]: { Count: late },
    [`${metrics}:type=CommitLog,name=WaitingOnCommit`]: { Count: late },
  };
  const { answers, asked } = await ask({ ...beans, ...slow });
  expect(asked).toHaveLength(2);
  expect(answers['garbage-collection']).toMatchObject({ kind: 'missing', why: 'timed-out' });
});

test('a version without such a bean does not offer it', async () => {
  const older = Object.entries(beans).filter(([name]) => !name.includes('type=Table'));
  const { answers } = await ask(Object.fromEntries(older));
  expect(answers['disk-activity']).toMatchObject({ why: 'unsupported' });
});

test('clients and their limits are told by beans', async () => {
  const { answers } = await ask(beans);
  expect(answers).toMatchObject({
    'client-load': {
      via: 'jmx',
      value: { connections: 12, pauses: 5, discarded: 6, timedOutInQueue: 0 },
    },
    'requests-in-hand': { via: 'jmx', value: { active: 3, pending: 1 } },
    'client-limits': {
      via: 'jmx',
      value: {
        ...{ maxConnections: 100, maxConnectionsPerAddress: undefined },
        ...{ maxRequestBytes: 40_000_000, maxRequestBytesPerAddress: 10_000_000 },
        maxRequestsPerSecond: undefined,
      },
    },
  });
});

const without = (...names: readonly string[]) =>
  Object.fromEntries(Object.entries(beans).filter(([name]) => !names.includes(name)));

test('4.0 has a gauge of pauses alone; 2.1 no more than its connections, and no limits on requests', async () => {
  const later = [client('ConnectionPaused'), client('TimedOutBeforeProcessing')];
  const gauge = { [client('PausedConnections')]: { Value: 3 } };
  const { answers } = await ask({ ...without(...later), ...gauge }, ['client-load']);
  expect(answers['client-load']).toMatchObject({
    value: { connections: 12, pauses: 3, discarded: 6, timedOutInQueue: undefined },
  });
  const all = Object.keys(beans).filter((name) => name.includes('type=Client'));
  const old = {
    ...without(...all),
    [client('connectedNativeClients')]: { Value: 2 },
    [proxy]: { NativeTransportMaxConcurrentConnections: -1 },
    [service]: { OperationMode: 'NORMAL' },
  };
  const { answers: said } = await ask(old, ['client-load', 'client-limits']);
  const nothing = { pauses: undefined, discarded: undefined, timedOutInQueue: undefined };
  expect(said['client-load']).toMatchObject({ value: { connections: 2, ...nothing } });
  expect(said['client-limits']).toMatchObject({
    kind: 'seen',
    value: { maxConnections: undefined, maxRequestBytes: undefined },
  });
});

test('one answer about clients that does not come leaves none of it half told', async () => {
  const late = new JmxError('timed-out', 'no answer in 20 s');
  const slow = { ...beans, [client('RequestDiscarded')]: { Count: late } };
  const { answers } = await ask(slow, ['client-load']);
  expect(answers['client-load']).toMatchObject({ kind: 'missing', why: 'timed-out' });
});

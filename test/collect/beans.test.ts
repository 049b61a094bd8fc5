import { expect, test } from 'vitest';
import { askBeans, beanSources } from '../../src/collect/beans.ts';
import { JmxError } from '../../src/ports/jmx.ts';
import { fakeJmxClient, type Beans } from '../fakes/fake-jmx.ts';
import { world } from './world.ts';

const metrics = 'org.apache.cassandra.metrics';
const beans: Beans = {
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

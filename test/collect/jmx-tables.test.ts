import { expect, test } from 'vitest';
import { askJmx } from '../../src/collect/jmx.ts';
import type { NodetoolSource } from '../../src/collect/nodetool.ts';
import { JmxError } from '../../src/ports/jmx.ts';
import { fakeJmxClient, type Beans } from '../fakes/fake-jmx.ts';
import { beansWith, healthyBeans, olderBeans, storage } from './healthy-beans.ts';
import { world } from './world.ts';

const ask = async (source: NodetoolSource, beans: Beans) => {
  const { on } = world();
  return await askJmx(on('127.0.1.1'), fakeJmxClient(beans), source);
};

test('every node has tables: none is no answer', async () => {
  const tables = Object.entries(healthyBeans).filter(
    ([name]) => !/ColumnFamilies|=Table/.test(name),
  );
  const bare = Object.fromEntries(tables);
  expect(await ask('autocompaction', { ...bare, [storage]: { Keyspaces: [] } })).toMatchObject({
    why: 'unreadable',
  });
  expect(await ask('sstable-counts', bare)).toMatchObject({ why: 'unreadable' });
});

test('before 4.0 autocompaction is asked of table after table', async () => {
  expect(await ask('autocompaction', olderBeans)).toMatchObject({
    value: {
      tables: [
        { keyspace: 'app', table: 'events', running: false },
        { keyspace: 'system', table: 'local', running: true },
      ],
    },
  });
});

test.each([
  ['another error than that', new JmxError('closed', 'gone'), 'unreachable'],
  ['what is no map of flags', new Map([['events', 'yes']]), 'unreadable'],
])('autocompaction of a keyspace: %s is told', async (_, said, why) => {
  const beans = beansWith(storage, 'getAutoCompactionStatus(app,)', said);
  expect(await ask('autocompaction', beans)).toMatchObject({ why });
});

test('a table that is dropped between its name and its count is left out; another error is not', async () => {
  const bean = 'org.apache.cassandra.db:type=ColumnFamilies,keyspace=app,columnfamily=events';
  const answer = (value: JmxError) =>
    ask('autocompaction', { ...olderBeans, [bean]: { AutoCompactionDisabled: value } });
  expect(
    await answer(new JmxError('remote', bean, 'javax.management.InstanceNotFoundException')),
  ).toMatchObject({ value: { tables: [{ table: 'local' }] } });
  expect(await answer(new JmxError('closed', 'gone'))).toMatchObject({ why: 'unreachable' });
});

import { expect, test } from 'vitest';
import { askCql, askDataFolders, cqlSources } from '../../src/collect/cql.ts';
import { CqlError, type CqlErrorClass } from '../../src/ports/cql.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { world } from './world.ts';

test.each(cqlSources)('%s is asked through a session pinned to the node', async (source) => {
  const { on, cql } = world();
  expect(await askCql(on('127.0.1.2'), source)).toMatchObject({ kind: 'seen' });
  expect(cql.targets).toMatchObject([{ addresses: ['127.0.1.2'], port: 9042, pinned: true }]);
});

test('rows become values', async () => {
  const { on } = world();
  expect(await askCql(on(), 'cql-local')).toMatchObject({
    value: { releaseVersion: '4.1.10', hostId: 'aaaa', gossipGeneration: 17, tokenCount: 2 },
  });
  expect(await askCql(on(), 'cql-peers')).toMatchObject({
    value: { peers: [{ address: '127.0.1.2', hostId: 'bbbb', schemaVersion: undefined }] },
  });
  expect(await askCql(on(), 'sstable-tasks')).toMatchObject({
    value: { tasks: [{ id: 't1', completed: 5, total: 10, unit: 'bytes' }] },
  });
  expect(await askCql(on(), 'thread-pools')).toMatchObject({
    value: { pools: [{ name: 'CompactionExecutor', pending: 2 }], dropped: undefined },
  });
  expect(await askDataFolders(on())).toMatchObject({ value: ['/data1', '/data2'] });
});

test('what nodetool says too comes as the same values', async () => {
  const { on } = world();
  const gossip = await askCql(on(), 'gossipinfo');
  expect(gossip).toMatchObject({
    value: {
      endpoints: [
        {
          address: '127.0.1.2',
          generation: 17,
          status: 'NORMAL',
          schema: 's1',
          releaseVersion: '5.0.8',
          netVersion: 12,
          hostId: 'bbbb',
          rpcReady: true,
        },
        { address: '127.0.1.3', status: 'shutdown', hostId: undefined, rpcReady: undefined },
      ],
      heartbeats: [5, 6],
    },
  });
  expect(await askCql(on(), 'pending-hints')).toMatchObject({
    value: { targets: [{ hostId: 'bbbb', address: '127.0.1.2', files: 3 }] },
  });
  expect(await askCql(on(), 'compaction-throughput')).toMatchObject({
    value: { mebibytesPerSecond: 64 },
  });
});

test.each([
  ['512KiB/s', 0.5],
  ['1048576B/s', 1],
  ['0MiB/s', 0],
])('a throttle of %s is %d MiB/s', async (value, mebibytesPerSecond) => {
  const { on } = world({ cql: fakeCql([['settings', [{ value }]]]) });
  expect(await askCql(on(), 'compaction-throughput')).toMatchObject({
    value: { mebibytesPerSecond },
  });
});

test.each([[[]], [[{ value: 'fast' }]]])('a throttle of %j is unreadable', async (rows) => {
  const { on } = world({ cql: fakeCql([['settings', rows]]) });
  expect(await askCql(on(), 'compaction-throughput')).toMatchObject({ why: 'unreadable' });
});

test('a version without peers_v2 is asked for peers', async () => {
  const { on } = world({
    cql: fakeCql([
      [
        'system.peers',
        (r) =>
          r.query.includes('_v2')
            ? new CqlError('invalid', 'unconfigured table')
            : [{ peer: '::1' }],
      ],
    ]),
  });
  expect(await askCql(on(), 'cql-peers')).toMatchObject({
    value: { peers: [{ address: '0:0:0:0:0:0:0:1', hostId: undefined }] },
  });
});

test('a version without virtual tables does not support them', async () => {
  const { on } = world({ cql: fakeCql([]) });
  expect(await askCql(on(), 'sstable-tasks')).toMatchObject({ why: 'unsupported' });
});

const reasons: readonly (readonly [CqlErrorClass, string])[] = [
  ['authentication', 'authentication'],
  ['unauthorized', 'authentication'],
  ['unreachable', 'unreachable'],
  ['client-timeout', 'timed-out'],
  ['read-timeout', 'timed-out'],
  ['unavailable', 'failed'],
  ['overloaded', 'failed'],
  ['other', 'failed'],
];
test.each(reasons)('an error of class %s means %s', async (errorClass, why) => {
  const { on } = world({ cql: fakeCql([['local', new CqlError(errorClass, 'words')]]) });
  expect(await askCql(on(), 'cql-local')).toMatchObject({ kind: 'missing', why, detail: 'words' });
});

test('a row without what it must have is unreadable', async () => {
  const { on, unreadable } = world({ cql: fakeCql([['local', [{ release_version: '4.1.10' }]]]) });
  expect(await askCql(on(), 'cql-local')).toMatchObject({
    why: 'unreadable',
    detail: 'host_id is empty: "{"release_version":"4.1.10"}"',
  });
  expect(unreadable).toHaveLength(1);
});

test('a lost connection is opened anew', async () => {
  let isUp = false;
  const cql = fakeCql([
    ['thread_pools', () => (isUp ? [] : new CqlError('unreachable', 'socket closed'))],
    ['disk_usage', []],
  ]);
  const { on } = world({ cql });
  expect(await askCql(on(), 'thread-pools')).toMatchObject({ why: 'unreachable' });
  isUp = true;
  expect(await askCql(on(), 'disk-usage')).toMatchObject({ kind: 'seen' });
  expect(cql.targets).toHaveLength(2);
});

test('a table that every release has is not excused, another one says since when it is there', async () => {
  const { on } = world({ cql: fakeCql([]) });
  expect(await askCql(on(), 'cql-local')).toMatchObject({ why: 'failed' });
  expect(await askCql(on(), 'pending-hints')).toMatchObject({
    why: 'unsupported',
    detail: expect.stringMatching(/ \(offered from 4\.1 on\)$/) as string,
  });
});

test('no answer is waited for beyond the deadline', async () => {
  const { on, context, clock } = world();
  const never = new Promise<never>(() => undefined);
  const sessions = { ...context.sessions, get: () => never };
  const answer = await askCql({ ...on(), sessions, deadlineAt: clock.now() + 2_000 }, 'cql-local');
  expect(answer).toMatchObject({ why: 'timed-out', detail: 'no answer by the deadline' });
  expect(await askCql({ ...on(), deadlineAt: clock.now() }, 'cql-local')).toMatchObject({
    why: 'timed-out',
  });
});

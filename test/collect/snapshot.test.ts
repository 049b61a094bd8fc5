import { expect, test } from 'vitest';
import { collectSnapshot } from '../../src/collect/snapshot.ts';
import { turnsOf } from '../../src/collect/turns.ts';
import { ConfigError } from '../../src/model/errors.ts';
import type { JavaProcess } from '../../src/model/readings.ts';
import type { SourceId } from '../../src/model/snapshot.ts';
import type { RunRequest } from '../../src/ports/runner.ts';
import { CqlError } from '../../src/ports/cql.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { exited, fakeRunner } from '../fakes/fake-runner.ts';
import { healthyHost, healthyNodetool, recorded } from './healthy-answers.ts';
import { node, refused, world } from './world.ts';

const nodes = ['127.0.1.1', '127.0.1.2', '127.0.1.3'].map((each) => node(each));
const asked = (...sources: SourceId[]): ReadonlySet<SourceId> => new Set(sources);
const isNodetool = ({ argv }: RunRequest) => argv[0] === 'nodetool';

test('every source that is wanted of every node is there, and no other', async () => {
  const wanted = asked('status', 'cql-local', 'disks', 'file-systems', 'compaction-threads');
  const { context, clock } = world();
  const snapshot = await collectSnapshot(nodes, wanted, context);
  expect(snapshot.at).toBe(clock.now());
  expect(snapshot.nodes.map(({ address }) => address)).toEqual(nodes.map((each) => each.address));
  for (const each of snapshot.nodes) {
    expect(new Set(Object.keys(each.sources))).toEqual(wanted);
    expect(Object.values(each.sources).every(({ kind }) => kind === 'seen')).toBe(true);
  }
  expect(snapshot.rings).toBeUndefined();
});

test('a dead node is a row of missing sources and costs one nodetool and one connect', async () => {
  const runner = fakeRunner([['127.0.1.3 nodetool', refused], ...healthyNodetool]);
  const cql = fakeCql([['system', []]], {
    '127.0.1.3': new CqlError('unreachable', 'connect ECONNREFUSED'),
  });
  const { context } = world({ runner, cql });
  const wanted = asked('status', 'info', 'netstats', 'describecluster', 'cql-local', 'cql-peers');
  const { nodes: rows } = await collectSnapshot(nodes, wanted, context);
  const dead = Object.values(rows[2]?.sources ?? {});
  expect(dead).toHaveLength(6);
  for (const each of dead) expect(each).toMatchObject({ kind: 'missing', why: 'unreachable' });
  expect(runner.requests.filter((request) => request.node === '127.0.1.3')).toHaveLength(1);
  expect(cql.targets.filter(({ addresses }) => addresses[0] === '127.0.1.3')).toHaveLength(1);
  expect(rows[0]?.sources.status?.kind).toBe('seen');
});

test('a wrong password is no dead node', async () => {
  const cql = fakeCql([], { '127.0.1.1': new CqlError('authentication', 'bad credentials') });
  const { context } = world({ cql });
  const wanted = asked('cql-local', 'client-view');
  const { nodes: rows } = await collectSnapshot(nodes.slice(0, 1), wanted, context);
  expect(rows[0]?.sources).toMatchObject({
    'cql-local': { kind: 'missing', why: 'authentication' },
    'client-view': { kind: 'missing', why: 'authentication' },
  });
});

test('a table that is not ours to read leaves the others', async () => {
  const cql = fakeCql([
    ['sstable_tasks', new CqlError('unauthorized', 'no SELECT permission')],
    ['disk_usage', []],
  ]);
  const { context } = world({ cql });
  const wanted = asked('sstable-tasks', 'compactionstats', 'disk-usage');
  const { nodes: rows } = await collectSnapshot(nodes.slice(0, 1), wanted, context);
  expect(rows[0]?.sources).toMatchObject({
    'sstable-tasks': { why: 'authentication' },
    'disk-usage': { kind: 'seen' },
  });
});

test('two nodetools in a row without an answer are enough', async () => {
  const runner = fakeRunner([
    ['nodetool', { kind: 'timed-out', afterMs: 20_000, stdout: '', stderr: '' }],
  ]);
  const { context } = world({ runner });
  const wanted = asked('status', 'info', 'netstats', 'tpstats');
  const { nodes: rows } = await collectSnapshot(nodes.slice(0, 1), wanted, context);
  expect(Object.values(rows[0]?.sources ?? {}).map((each) => each.kind)).toEqual(
    new Array(4).fill('missing'),
  );
  expect(runner.requests).toHaveLength(2);
});

test('without sstable_tasks the running compactions are asked of nodetool', async () => {
  const runner = fakeRunner([['compactionstats', recorded('compactionstats--running')]]);
  const { context } = world({ runner, cql: fakeCql([]) });
  const { nodes: rows } = await collectSnapshot(nodes.slice(0, 1), asked('sstable-tasks'), context);
  expect(rows[0]?.sources).toMatchObject({
    'sstable-tasks': { kind: 'missing', why: 'unsupported' },
    compactionstats: { kind: 'seen', value: { active: [{ table: 'events' }] } },
  });
});

test('nodetool for as many nodes at once as there are turns, and one at a time each', async () => {
  const running = new Map<string, number>();
  let most = 0;
  const answer = async ({ node: address = '', argv }: RunRequest) => {
    running.set(address, (running.get(address) ?? 0) + 1);
    expect(running.get(address)).toBe(1);
    most = Math.max(most, [...running.values()].filter((count) => count > 0).length);
    await new Promise<void>((resolve) => setImmediate(resolve));
    running.set(address, 0);
    return recorded(argv.at(-1) ?? '');
  };
  const { context } = world({ runner: fakeRunner([['nodetool', answer]]) });
  const commands = turnsOf(2);
  const wanted = asked('status', 'info', 'netstats');
  await collectSnapshot(nodes, wanted, { ...context, commands });
  expect(most).toBe(2);
  await collectSnapshot(nodes, wanted, context);
  expect(most).toBe(3);
});

test('the wait for a turn is no time of the node', async () => {
  const clock = fakeClock();
  const runner = fakeRunner([
    [
      'nodetool',
      async ({ timeoutMs }) => {
        await clock.sleep(15_000);
        return timeoutMs < 15_000
          ? { kind: 'timed-out', afterMs: timeoutMs, stdout: '', stderr: '' }
          : recorded('status');
      },
    ],
  ]);
  const { context } = world({ runner });
  const commands = turnsOf(1);
  const timed = { ...context, ports: { runner, clock }, commands };
  const { nodes: rows } = await collectSnapshot(nodes, asked('status'), timed);
  expect(rows.map(({ sources }) => sources.status?.kind)).toEqual(['seen', 'seen', 'seen']);
  expect(runner.requests.map(({ timeoutMs }) => timeoutMs)).toEqual([20_000, 20_000, 20_000]);
  const deadlineAt = clock.now() + 15_000;
  const late = await collectSnapshot(nodes, asked('status'), { ...timed, deadlineAt });
  expect(late.nodes.map(({ sources }) => sources.status)).toMatchObject([
    { kind: 'seen' },
    { why: 'timed-out', detail: 'not asked: the deadline had passed' },
    { why: 'timed-out', detail: 'not asked: the deadline had passed' },
  ]);
  expect(runner.requests).toHaveLength(4);
});

test('the process of a node is asked for once and kept', async () => {
  const runner = fakeRunner([...healthyNodetool, ...healthyHost]);
  const { context } = world({ runner });
  const processes = new Map<string, JavaProcess>();
  for (const look of [1, 2]) {
    const { nodes: rows } = await collectSnapshot(nodes.slice(0, 1), asked('compaction-threads'), {
      ...context,
      processes,
    });
    expect(rows[0]?.sources, `look ${look}`).toMatchObject({
      'compaction-threads': { kind: 'seen' },
    });
  }
  expect(runner.requests.filter(isNodetool)).toHaveLength(1);
});

test('replica sets are asked once for each distinct replication', async () => {
  const runner = fakeRunner(healthyNodetool);
  const { context } = world({ runner });
  const { rings } = await collectSnapshot(nodes, asked(), { ...context, rings: true });
  expect(rings).toMatchObject({
    kind: 'seen',
    value: [{ keyspace: { name: 'app' } }, { keyspace: { name: 'app2' } }],
  });
  expect(rings?.kind === 'seen' && rings.value[1]?.ranges).toHaveLength(48);
  expect(runner.requests.map(({ argv }) => argv.slice(-2))).toEqual([['describering', 'app']]);
});

test('replica sets come from the first node that answers, or are missing', async () => {
  const runner = fakeRunner([['127.0.1.1 nodetool', refused], ...healthyNodetool]);
  const { context } = world({ runner });
  const { rings } = await collectSnapshot(nodes, asked('keyspaces'), { ...context, rings: true });
  expect(rings?.kind).toBe('seen');
  const deaf = world({ runner: fakeRunner([['nodetool', refused]]) });
  const none = await collectSnapshot(nodes, asked(), { ...deaf.context, rings: true });
  expect(none.rings).toMatchObject({
    kind: 'missing',
    why: 'unreachable',
    detail: expect.stringMatching(/^127\.0\.1\.3: /) as string,
  });
});

test('without keyspaces there are no replica sets', async () => {
  const { context } = world({ cql: fakeCql([]) });
  const { rings } = await collectSnapshot(nodes, asked(), { ...context, rings: true });
  expect(rings).toMatchObject({ kind: 'missing', why: 'unsupported' });
});

test('a secret that is not there and Ctrl-C end the look', async () => {
  const access = { user: 'u', passwordFrom: { env: 'NONE' } };
  const { context } = world({ access });
  await expect(collectSnapshot(nodes, asked('cql-local'), context)).rejects.toThrow(ConfigError);
  const stopped = world();
  stopped.stop.abort(new Error('interrupted'));
  await expect(collectSnapshot(nodes, asked('status'), stopped.context)).rejects.toThrow(
    'interrupted',
  );
});

test('a node that is drained answers in part', async () => {
  const runner = fakeRunner([
    [
      'describecluster',
      exited(recorded('describecluster--drained'), 2, 'error: event executor terminated\n'),
    ],
    ['netstats', recorded('netstats--drained')],
  ]);
  const { context } = world({ runner });
  const wanted = asked('netstats', 'describecluster');
  const { nodes: rows } = await collectSnapshot(nodes.slice(0, 1), wanted, context);
  expect(rows[0]?.sources).toMatchObject({
    netstats: { value: { mode: 'DRAINED' } },
    describecluster: { why: 'failed', detail: 'error: event executor terminated' },
  });
});

import { expect, test } from 'vitest';
import { openJmx } from '../../src/collect/jmx-clients.ts';
import { collectSnapshot } from '../../src/collect/snapshot.ts';
import { turnsOf } from '../../src/collect/turns.ts';
import { labLimits } from '../../src/model/limits.ts';
import type { WayToAsk } from '../../src/model/seen.ts';
import type { NodeSnapshot, SourceId } from '../../src/model/snapshot.ts';
import { CqlError } from '../../src/ports/cql.ts';
import { JmxError } from '../../src/ports/jmx.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { fakeJmx, fakeJmxClient, type Beans } from '../fakes/fake-jmx.ts';
import { fakeRunner } from '../fakes/fake-runner.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { beansWith, beansWithout, healthyBeans, storage } from './healthy-beans.ts';
import { healthyCql, healthyHost, healthyNodetool } from './healthy-answers.ts';
import { node, refused, world } from './world.ts';

const address = '127.0.1.1';

/** One look at one node, which answers everything unless said otherwise. */
async function look(
  wanted: readonly SourceId[],
  how: {
    via?: WayToAsk;
    beans?: Beans;
    withJmx?: boolean;
    rings?: boolean;
    closed?: boolean;
    noCql?: CqlError;
  } = {},
) {
  const { via = 'auto', beans = healthyBeans, withJmx = true, rings = false, closed = false } = how;
  const shut = how.noCql ? { [address]: how.noCql } : {};
  const runner = fakeRunner([
    ...(closed ? ([['nodetool', refused]] as const) : healthyNodetool),
    ...healthyHost,
  ]);
  const { context, clock } = world({ runner, cql: fakeCql(healthyCql, shut) });
  const client = fakeJmxClient(beans);
  const places = { files: memoryFiles(), env: {} };
  const jmx = openJmx({
    jmx: fakeJmx({ [address]: client }),
    access: {},
    limits: labLimits,
    commands: turnsOf(1),
    clock,
    ...places,
  });
  const snapshot = await collectSnapshot([node(address, withJmx)], new Set(wanted), {
    ...{ ...context, jmx, via, rings },
  });
  const nodetools = runner.requests
    .filter(({ argv }) => argv[0] === 'nodetool')
    .map(({ argv }) => argv[3]);
  const { sources = {}, noJmx } = snapshot.nodes[0] ?? {};
  return { sources, noJmx, rings: snapshot.rings, client, nodetools };
}

const waysOf = (sources: NodeSnapshot['sources']) =>
  Object.fromEntries(
    Object.entries(sources).map(([source, seen]) => [
      source,
      seen.kind === 'seen' ? seen.via : seen.why,
    ]),
  );

const mixed: readonly SourceId[] = ['status', 'netstats', 'gossipinfo', 'cql-local', 'disks'];

test('what both say is asked through CQL, the rest of the beans; no nodetool starts', async () => {
  const { sources, nodetools } = await look(mixed);
  expect(waysOf(sources)).toEqual({
    ...{ status: 'jmx', netstats: 'jmx', gossipinfo: 'cql', 'cql-local': 'cql', disks: 'host' },
  });
  expect(nodetools).toEqual([]);
});

test('--via says which way alone: what is there by no other stays missing, and says so', async () => {
  expect(waysOf((await look(mixed, { via: 'nodetool' })).sources)).toEqual({
    ...{ status: 'nodetool', netstats: 'nodetool', gossipinfo: 'nodetool' },
    ...{ 'cql-local': 'cql', disks: 'host' },
  });
  expect(waysOf((await look(mixed, { via: 'jmx' })).sources)).toEqual({
    ...{ status: 'jmx', netstats: 'jmx', gossipinfo: 'jmx', 'cql-local': 'cql', disks: 'host' },
  });
  const { sources, nodetools } = await look(mixed, { via: 'cql' });
  expect(waysOf(sources)).toMatchObject({ status: 'not-asked', gossipinfo: 'cql' });
  expect(sources.status).toMatchObject({
    detail: 'cql alone does not say it: --via auto or --via nodetool asks it',
  });
  expect(nodetools).toEqual([]);
});

test('of CQL alone its own failure is told, not that the others were left out', async () => {
  const noCql = new CqlError('unreachable', 'connection refused');
  const { sources } = await look(['gossipinfo', 'status'], { via: 'cql', noCql });
  expect(waysOf(sources)).toMatchObject({ gossipinfo: 'unreachable', status: 'not-asked' });
});

test('where the inventory does not say how JMX is reached nodetool is asked, unless only JMX may be', async () => {
  expect(waysOf((await look(['status'], { withJmx: false })).sources)).toEqual({
    status: 'nodetool',
  });
  const only = await look(['status'], { withJmx: false, via: 'jmx' });
  expect(only.sources.status).toMatchObject({
    ...{ kind: 'missing', why: 'not-asked' },
    detail: 'the inventory does not say how JMX is reached: --via auto or --via nodetool asks it',
  });
});

test('a port that is closed is tried once a look; nodetool stands in', async () => {
  const beans = beansWith(storage, 'LiveNodes', new JmxError('refused', 'ECONNREFUSED'));
  const { sources, client, nodetools, noJmx } = await look(['status', 'netstats'], { beans });
  expect(noJmx).toBe('JMX: ECONNREFUSED');
  expect((await look(['status'])).noJmx).toBeUndefined();
  expect(waysOf(sources)).toEqual({ status: 'nodetool', netstats: 'nodetool' });
  expect(nodetools).toEqual(['status', 'netstats']);
  expect(client.asked.filter((one) => one.includes('OperationMode'))).toEqual([]);
});

test('where JMX is too slow no nodetool is asked, and none is said to have stood in', async () => {
  const late = new JmxError('timed-out', 'no answer');
  const attributes = { ...healthyBeans[storage], LiveNodes: late, OperationMode: late };
  const slow = { ...healthyBeans, [storage]: attributes };
  const { sources, nodetools, noJmx } = await look(['status', 'netstats', 'info'], { beans: slow });
  expect(waysOf(sources)).toMatchObject({ status: 'timed-out', netstats: 'timed-out' });
  expect([nodetools, noJmx]).toEqual([[], undefined]);
});

test('something else at the port is tried once a look, too', async () => {
  const beans = beansWith(storage, 'LiveNodes', new JmxError('no-jmx', 'no JMX'));
  const { nodetools, client } = await look(['status', 'netstats'], { beans });
  expect(nodetools).toEqual(['status', 'netstats']);
  expect(client.asked.filter((one) => one.includes('OperationMode'))).toEqual([]);
});

test('what JMX does not answer in time nodetool is not asked again', async () => {
  const beans = beansWith(storage, 'OperationMode', new JmxError('timed-out', 'no answer in 20 s'));
  const { sources, nodetools } = await look(['netstats', 'status'], { beans });
  expect(waysOf(sources)).toEqual({ netstats: 'timed-out', status: 'jmx' });
  expect(nodetools).toEqual([]);
});

test('two in a row that JMX does not answer in time are enough', async () => {
  const slow = new JmxError('timed-out', 'no answer in 20 s');
  const beans = beansWith(storage, 'OperationMode', slow);
  const both = { ...beans, 'java.lang:type=Runtime': { Uptime: slow, Name: slow } };
  const wanted = ['netstats', 'info', 'status', 'tpstats'] as const;
  const { sources, client, nodetools } = await look(wanted, { beans: both });
  // In the order in which they are asked: status, info, netstats, tpstats.
  expect(waysOf(sources)).toEqual({
    ...{ status: 'jmx', info: 'timed-out', netstats: 'timed-out', tpstats: 'timed-out' },
  });
  expect(client.asked.some((one) => one.includes('DroppedMessages'))).toBe(false);
  expect(nodetools).toEqual([]);
});

test('with --via jmx its own reason stays', async () => {
  const beans = beansWith(storage, 'OperationMode', new JmxError('authentication', 'wrong'));
  const { sources, nodetools } = await look(['netstats', 'status'], { beans, via: 'jmx' });
  expect(sources.netstats).toMatchObject({ why: 'authentication', detail: 'JMX: wrong' });
  expect(nodetools).toEqual([]);
});

test('a bean this version does not have: nodetool knows better what to say', async () => {
  const beans = beansWithout('org.apache.cassandra.net:type=StreamManager');
  const { sources, nodetools } = await look(['netstats', 'status'], { beans });
  expect(waysOf(sources)).toEqual({ netstats: 'nodetool', status: 'jmx' });
  expect(nodetools).toEqual(['netstats']);
});

test('replica sets come the same ways', async () => {
  const wholeRing = {
    'describeRingJMX(app)': healthyBeans[storage]?.['describeRingJMX(app)'] ?? null,
  };
  const beans = { ...healthyBeans, [storage]: { ...healthyBeans[storage], ...wholeRing } };
  expect((await look(['keyspaces'], { beans, rings: true })).rings?.kind).toBe('seen');
  const none = await look(['keyspaces'], { rings: true, withJmx: false });
  expect(none.nodetools).toEqual(['describering']);
  const slow = beansWith(storage, 'describeRingJMX(app)', new JmxError('timed-out', 'slow'));
  const late = await look(['keyspaces'], { beans: slow, rings: true });
  expect(late.rings).toMatchObject({ kind: 'missing', why: 'timed-out' });
  expect(late.nodetools).toEqual([]);
  const cql = await look(['keyspaces'], { rings: true, via: 'cql' });
  expect(cql.rings).toMatchObject({ kind: 'missing', why: 'not-asked' });
});

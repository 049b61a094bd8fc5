import { expect, test } from 'vitest';
import { startClientProbe } from '../../src/collect/client-view.ts';
import { collectSeries, type Tick } from '../../src/collect/series.ts';
import type { SourceId } from '../../src/model/snapshot.ts';
import { CqlError } from '../../src/ports/cql.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { healthyCql } from './healthy-answers.ts';
import { node, world } from './world.ts';

const nodes = [node('127.0.1.1')];
const asked = (...sources: SourceId[]): ReadonlySet<SourceId> => new Set(sources);
const request = {
  needs: asked('status', 'sstable-tasks'),
  follows: asked('sstable-tasks'),
  ends: asked('sstable-counts'),
  forMs: 30_000,
};

test('one look asks for everything', async () => {
  const { context } = world();
  const series = await collectSeries(nodes, { ...request, forMs: 0 }, context);
  expect(series.map((look) => Object.keys(look.nodes[0]?.sources ?? {}).sort())).toEqual([
    ['sstable-counts', 'sstable-tasks', 'status'],
  ]);
});

test('later looks ask only what changes, the last one also what is compared', async () => {
  const { context } = world({ limits: { tickMs: 10_000 } });
  const ticks: Tick[] = [];
  const rings = { ...context, rings: true };
  const series = await collectSeries(nodes, request, rings, (tick) => void ticks.push(tick));
  const first = series[0]?.at ?? 0;
  expect(series.map((look) => look.at - first)).toEqual([0, 10_000, 20_000, 30_000]);
  expect(series.map((look) => Object.keys(look.nodes[0]?.sources ?? {}).sort())).toEqual([
    ['sstable-counts', 'sstable-tasks', 'status'],
    ['sstable-tasks'],
    ['sstable-tasks'],
    ['sstable-counts', 'sstable-tasks'],
  ]);
  expect(series.map(({ rings: seen }) => seen?.kind)).toEqual([
    'seen',
    undefined,
    undefined,
    undefined,
  ]);
  expect(ticks.map(({ at, until }) => until - at)).toEqual([30_000, 20_000, 10_000, 0]);
});

test('what is dear is asked once a minute, too, and the tick says so', async () => {
  const { context } = world({ limits: { tickMs: 10_000 } });
  const ticks: Tick[] = [];
  const wish = { ...request, forMs: 130_000 };
  const series = await collectSeries(nodes, wish, context, (tick) => void ticks.push(tick));
  const first = series[0]?.at ?? 0;
  const asksEnds = ({ snapshot }: Tick) =>
    snapshot.nodes[0]?.sources['sstable-counts'] !== undefined;
  const times = ticks.filter(asksEnds).map(({ snapshot }) => snapshot.at - first);
  expect(times).toEqual([0, 60_000, 120_000, 130_000]);
  expect(ticks.map((tick) => tick.asksEnds)).toEqual(ticks.map(asksEnds));
});

test('a recording is looked at as it was made', async () => {
  const { context, clock } = world({ limits: { tickMs: 10_000 } });
  const dues = [0, 10_000, 25_000].map((ms) => ({ at: clock.now() + ms, asksEnds: ms === 10_000 }));
  const series = await collectSeries(nodes, { ...request, dues }, context);
  expect(series.map((look) => Object.keys(look.nodes[0]?.sources ?? {}).sort())).toEqual([
    ['sstable-counts', 'sstable-tasks', 'status'],
    ['sstable-counts', 'sstable-tasks'],
    ['sstable-tasks'],
  ]);
});

test('a time that is no multiple of the tick ends when it is over', async () => {
  const { context } = world({ limits: { tickMs: 10_000 } });
  const series = await collectSeries(nodes, { ...request, forMs: 12_000 }, context);
  expect(series.map((look) => look.at - (series[0]?.at ?? 0))).toEqual([0, 10_000, 12_000]);
});

test('what ends after our own deadline is no failed request of the node', async () => {
  const { context, clock } = world({ limits: { tickMs: 10_000 } });
  const view = async (deadlineMs: number) => {
    const series = await collectSeries(
      nodes,
      { ...request, ends: new Set(['client-view']), forMs: 1_000 },
      { ...context, deadlineAt: clock.now() + deadlineMs },
    );
    return series.at(-1)?.nodes[0]?.sources['client-view'];
  };
  expect(await view(0)).toMatchObject({ kind: 'missing', why: 'timed-out' });
  expect(await view(60_000)).toMatchObject({ kind: 'seen' });
});

test('the deadline ends the looks', async () => {
  const { context, clock } = world({ limits: { tickMs: 10_000 } });
  const until = { ...context, deadlineAt: clock.now() + 10_000 };
  const series = await collectSeries(nodes, request, until);
  expect(series).toHaveLength(2);
  expect(series[1]?.nodes[0]?.sources['sstable-tasks']).toMatchObject({ why: 'timed-out' });
});

test('Ctrl-C ends a look over time', async () => {
  const { context, stop } = world();
  const looking = collectSeries(nodes, request, context, () => {
    stop.abort(new Error('interrupted'));
  });
  await expect(looking).rejects.toThrow('interrupted');
});

test('a client reads through every coordinator all the time', async () => {
  const { context } = world({ limits: { tickMs: 10_000 } });
  const follows = asked('client-view');
  const series = await collectSeries(nodes, { ...request, follows }, context);
  const views = series.map((look) => look.nodes[0]?.sources['client-view']);
  const counts = views.map((view) => (view?.kind === 'seen' ? view.value.requests : 0));
  expect(counts.at(-1)).toBeGreaterThan(counts[0] ?? 0);
  expect(views.at(-1)).toMatchObject({ value: { errors: {} } });
});

test('one look makes no requests of its own and says so', async () => {
  const { context } = world();
  const look = { ...request, needs: asked('client-view'), forMs: 0 };
  const [snapshot] = await collectSeries(nodes, look, context);
  expect(snapshot?.nodes[0]?.sources['client-view']).toMatchObject({ value: { requests: 0 } });
});

test('more than five reads a second; percentiles from 100 reads on', async () => {
  const { context, clock } = world();
  const probe = startClientProbe(nodes, context);
  const start = clock.now();
  const views = [];
  for (let turn = 0; turn < 110; turn += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    const view = probe.view(nodes[0] ?? node(''));
    if (view.kind === 'seen') views.push(view.value);
  }
  const seconds = (clock.now() - start) / 1_000;
  await probe.stop();
  expect((views.at(-1)?.requests ?? 0) / seconds).toBeGreaterThanOrEqual(5);
  for (const view of views) {
    expect(view.p50Ms).toBe(view.requests >= 100 ? 1 : undefined);
    expect(view.p99Ms).toBe(view.requests >= 100 ? 1 : undefined);
  }
  expect(views.at(-1)?.requests).toBeGreaterThanOrEqual(100);
});

test('failed reads are counted by class; tables that a version lacks are not', async () => {
  let turn = 0;
  const cql = fakeCql([
    ['system.local', () => ((turn += 1) % 2 ? new CqlError('overloaded', 'busy') : [])],
  ]);
  const { context, sessions } = world({ cql });
  const [one = node('')] = nodes;
  const probe = startClientProbe(nodes, context);
  const session = await sessions.get(one);
  await session.execute({ query: 'SELECT * FROM system_views.none' }).catch(() => undefined);
  for (let each = 0; each < 10; each += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  const view = probe.view(one);
  await probe.stop();
  const { requests, errors } = view.kind === 'seen' ? view.value : { requests: 0, errors: {} };
  expect(errors).toEqual({ overloaded: Math.ceil(requests / 2) });
  expect(requests).toBeGreaterThan(2);
});

test('a client that is not let in has no view; a missing secret is told at the end', async () => {
  const closed = { '127.0.1.1': new CqlError('authentication', 'bad credentials') };
  const { context } = world({ cql: fakeCql(healthyCql, closed) });
  const probe = startClientProbe(nodes, context);
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(probe.view(nodes[0] ?? node(''))).toMatchObject({ why: 'authentication' });
  await probe.stop();
  const access = { user: 'u', passwordFrom: { env: 'NONE' } };
  const lost = startClientProbe(nodes, world({ access }).context);
  await new Promise<void>((resolve) => setImmediate(resolve));
  await expect(lost.stop()).rejects.toThrow('NONE is not set');
});

test('a coordinator that is down is an error of every read', async () => {
  const closed = { '127.0.1.1': new CqlError('unreachable', 'ECONNREFUSED') };
  const { context } = world({ cql: fakeCql([], closed) });
  const probe = startClientProbe(nodes, context);
  await new Promise<void>((resolve) => setImmediate(resolve));
  const view = probe.view(nodes[0] ?? node(''));
  await probe.stop();
  expect(view).toMatchObject({ kind: 'seen', value: { errors: { unreachable: 1 }, requests: 1 } });
});

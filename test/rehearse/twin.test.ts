import { describe, expect, test } from 'vitest';
import { latestValue, spanMs } from '../../src/model/series.ts';
import type { Series } from '../../src/model/snapshot.ts';
import { looksAtTwin, notCarriedOver } from '../../src/rehearse/carried-over.ts';
import { modesAssumed } from '../../src/rehearse/twin-life.ts';
import { twinOf } from '../../src/rehearse/twin.ts';
import { stopNode } from '../../src/simulate/act.ts';
import type { ClusterState, Life, SimulatedNode } from '../../src/simulate/state.ts';
import { missing } from '../gates/healthy-view.ts';
import { clusterOf, start } from '../simulate/simulated.ts';
import { failing, foundIn, nearlyFull, task, twinFrom, withNode, working } from './twin-from.ts';

const off = (perSecond: number): ClusterState =>
  working(({ sstables }) => ({
    autocompactionOff: ['app.events'],
    sstables: sstables.map((one) =>
      one.keyspace === 'app' ? { ...one, live: { since: start, base: 8, perSecond } } : one,
    ),
  }));

const stopped = (announced: boolean) =>
  withNode((node) => {
    const { lives } = node;
    const ended = lives.map((life) => ({ ...life, end: { at: start - 120_000, announced } }));
    return { ...node, lives: ended };
  });

test('a twin has the messaging version of the nodes: 13 outside CASSANDRA_4', async () => {
  for (const [compatibility, version] of [
    ['CASSANDRA_4', 12],
    ['UPGRADING', 13],
    ['NONE', 13],
  ] as const) {
    const { onTwin, twin } = await twinFrom(clusterOf({ release: '5.0.8', compatibility }));
    expect(new Set(twin.nodes.map((node) => node.compatibility ?? 'CASSANDRA_4'))).toEqual(
      new Set([compatibility]),
    );
    const gossip = latestValue(onTwin, '10.0.0.1', 'gossipinfo');
    const versions = gossip?.endpoints.map(({ netVersion }) => netVersion);
    expect(versions, compatibility).toEqual(Array(3).fill(version));
  }
});

test('a mode that no node told is assumed, and that is said', async () => {
  const { plan, sight } = await twinFrom(clusterOf({ release: '5.0.8', compatibility: 'NONE' }));
  const untold = {
    ...sight.standing,
    nodes: sight.standing.nodes.map(({ address, sources }) => {
      return { address, sources: { ...sources, settings: missing() } };
    }),
  };
  expect(modesAssumed(plan, [...sight.series, sight.standing])).toEqual([]);
  expect(modesAssumed(plan, [...sight.series, untold])).toEqual([
    'whether 10.0.0.1, 10.0.0.2, 10.0.0.3 are in storage_compatibility_mode UPGRADING or NONE, which was not seen: UPGRADING there',
  ]);
  const assumed = twinOf(plan, { ...sight, standing: untold }, 1);
  expect(assumed.nodes[0]?.compatibility).toBe('UPGRADING');
});

const without =
  (field: 'cqlAt' | 'end') =>
  (life: Life): Life =>
    Object.fromEntries(Object.entries(life).filter(([name]) => name !== field)) as unknown as Life;

const troubles: readonly (readonly [string, ClusterState, number, string])[] = [
  [
    'a compaction that stands still',
    working(() => ({ compactions: [{ ...task, frozenAt: start - 300_000 }] })),
    100_000,
    'stalled-compaction|STUCK|10.0.0.2|app.events',
  ],
  [
    'a compaction that moves and takes long',
    working(() => ({ compactions: [task] })),
    100_000,
    'stalled-compaction|LARGE|10.0.0.2|app.events',
  ],
  [
    'a backlog with nothing running',
    working(() => ({ pendingTasks: 5 })),
    220_000,
    'stalled-compaction|IDLE-BACKLOG|10.0.0.2|',
  ],
  ['autocompaction off', off(0), 0, 'stalled-compaction|DISABLED|10.0.0.2|app.events'],
  [
    'it off while SSTables grow',
    off(0.5),
    30_000,
    'stalled-compaction|DISABLED|10.0.0.2|app.events',
  ],
  [
    'an SSTable that was broken before',
    withNode((node) => node, [failing('corrupt', { from: start - 600_000, table: 'shop.orders' })]),
    0,
    'stalled-compaction|FAILING|10.0.0.2|shop.orders|warning',
  ],
  [
    'an SSTable that is found broken',
    withNode((node) => node, [failing('corrupt', { from: start + 30_000, table: 'shop.orders' })]),
    60_000,
    'stalled-compaction|FAILING|10.0.0.2|shop.orders|critical',
  ],
  [
    'want of space that goes on',
    withNode((node) => node, [failing('no-space', {})]),
    90_000,
    'stalled-compaction|FAILING|10.0.0.2||critical',
  ],
  [
    'want of space for one table',
    withNode((node) => node, [failing('no-space', { table: 'shop.orders' })]),
    90_000,
    'stalled-compaction|FAILING|10.0.0.2|shop.orders|critical',
  ],
  ['a disk that is almost full', nearlyFull, 0, 'disk-space||10.0.0.2|/dev/sdb'],
  [
    'schema disagreement',
    withNode((node) => node, [{ kind: 'schema-differs', node: '10.0.0.2' }]),
    0,
    'schema-disagreement||cluster|4.1.10',
  ],
  ['a node that has died', stopped(false), 0, 'node-down|DOWN|10.0.0.2|'],
  ['a node that was stopped', stopped(true), 0, 'node-down|DOWN|10.0.0.2|'],
  [
    'a node that lets no client in',
    withNode((node) => ({ ...node, lives: node.lives.map(without('cqlAt')) })),
    0,
    'node-down|NOT-SERVING|10.0.0.2|',
  ],
  ['hints for a node that is down', stopped(true), 0, 'pending-hints||10.0.0.1|10.0.0.2'],
  [
    'a node that one peer sees down',
    withNode((node) => node, [{ kind: 'seen-down', node: '10.0.0.2', viewer: '10.0.0.3' }]),
    0,
    'gossip-disagreement|',
  ],
  [
    'mutations that are dropped',
    working(() => ({ dropped: { MUTATION: { since: start, base: 10, perSecond: 3 } } })),
    40_000,
    'dropped-mutations||10.0.0.2|',
  ],
];

describe('detectors find on the twin what they found on the cluster', () => {
  test.each(troubles)('%s', async (_, state, forMs, key) => {
    const { plan, sight, twin, onTwin } = await twinFrom(state, forMs);
    const found = foundIn(sight.series, plan.limits);
    expect(found.some((one) => one.startsWith(key))).toBe(true);
    expect(foundIn(onTwin, plan.limits)).toEqual(found);
    expect(notCarriedOver(sight.series, twin, plan).all.filter(isNoAssumption)).toEqual([]);
  });
});

function isNoAssumption(words: string): boolean {
  return !words.startsWith('how fast compactions move');
}

test('a healthy cluster has a healthy twin', async () => {
  const { plan, sight, twin, onTwin } = await twinFrom(clusterOf(), 30_000);
  expect(foundIn(onTwin, plan.limits)).toEqual([]);
  expect(notCarriedOver(sight.series, twin, plan)).toEqual({ all: [], wouldHold: [] });
});

test('sizes, SSTables, progress and pending tasks are as they were seen', async () => {
  const state = working(() => ({
    compactions: [task],
    pendingTasks: 3,
    loadBytes: 123 * 1024 ** 3,
  }));
  const { sight, onTwin } = await twinFrom(state, 20_000);
  const seen = (series: Series) => {
    const compactions = latestValue(series, '10.0.0.2', 'compactionstats');
    return {
      pending: compactions?.pendingTasks,
      loads: latestValue(series, '10.0.0.1', 'status')?.rows.map(({ loadBytes }) => loadBytes),
      sstables: latestValue(series, '10.0.0.2', 'sstable-counts'),
      total: compactions?.active[0]?.total,
    };
  };
  expect(seen(onTwin)).toEqual(seen(sight.series));
  const done = (series: Series) =>
    latestValue(series.slice(0, 1), '10.0.0.2', 'compactionstats')?.active[0]?.completed ?? 0;
  const last = latestValue(sight.series, '10.0.0.2', 'compactionstats')?.active[0]?.completed;
  expect(done(onTwin)).toBe(last);
  const moved =
    (latestValue(onTwin, '10.0.0.2', 'compactionstats')?.active[0]?.completed ?? 0) - done(onTwin);
  const seconds = spanMs(onTwin) / 1_000;
  expect(moved / (seconds * task.bytesPerSecond)).toBeCloseTo(1, 1);
});

test('hints that were seen are handed over to a node that is up, and stay for one that is down', async () => {
  const back = stopNode(clusterOf(), clusterOf().nodes[1] as SimulatedNode, start - 200_000).state;
  const { twin, onTwin, sight } = await twinFrom(back);
  const kept = (series: Series) =>
    latestValue(series, '10.0.0.1', 'pending-hints')?.targets.map(({ address }) => address);
  expect(kept(onTwin)).toEqual(kept(sight.series));
  expect(kept(onTwin)).toEqual(['10.0.0.2']);
  const later = { ...twin, nodes: twin.nodes.map(up) };
  expect(kept(looksAtTwin(sight.series, { ...later, at: twin.at + 3_600_000 }))).toEqual([]);
});

function up({ lives, ...node }: SimulatedNode): SimulatedNode {
  return { ...node, lives: lives.map(without('end')) };
}

import { expect, test } from 'vitest';
import { wantedBy } from '../../src/execute/asked.ts';
import { noRepair } from '../../src/gates/no-repair.ts';
import type { CompactionTask } from '../../src/model/readings.ts';
import type { GateView } from '../../src/model/gate.ts';
import { first, healthyView, judged, missing, second, seen, viewWith } from './healthy-view.ts';

const task: CompactionTask = {
  ...{ id: 'a', kind: 'validation', keyspace: 'shop', table: 'orders' },
  ...{ completed: 1, total: 2, unit: 'bytes' },
};
const stats = (active: readonly CompactionTask[]) =>
  viewWith(second, 'compactionstats', seen({ pendingTasks: 1, pending: [], active }));
const sessions = (isOpen: boolean) =>
  viewWith(
    second,
    'repair-sessions',
    seen({ sessions: [{ id: 's1', coordinator: first, isOpen, lastUpdateMs: 0 }] }),
  );

test('passes where nothing of a repair runs', () => {
  expect(judged(noRepair, healthyView)).toBe('pass: none on 3 nodes');
  expect(judged(noRepair, stats([{ ...task, kind: 'compaction' }]))).toMatch(/^pass/);
  expect(judged(noRepair, sessions(false))).toMatch(/^pass/);
});

test.each(['validation', 'anticompaction after repair'])('waits while a %s runs', (kind) => {
  expect(judged(noRepair, stats([{ ...task, kind }]))).toBe(
    `wait: a repair runs: ${kind} of shop.orders on ${second}`,
  );
});

test('waits while a session is not over', () => {
  expect(judged(noRepair, sessions(true))).toBe(`wait: a repair runs: session s1 of ${first}`);
});

test.each<[string, GateView]>([
  ['repair-sessions', viewWith(second, 'repair-sessions', missing())],
  // What the node says by CQL stands for it.
  ['compactionstats', viewWith(second, 'sstable-tasks', missing())],
])('waits while %s is missing', (source, view) => {
  expect(judged(noRepair, view)).toBe(
    `wait: ${source} of ${second} is missing, timed-out: after 20 s`,
  );
});

test('tasks by CQL are as good; sessions that 3.x does not keep are not waited for', () => {
  const none = viewWith(second, 'repair-sessions', missing('unsupported', 'from 4.0 on'));
  expect(judged(noRepair, none)).toBe('pass: none on 3 nodes');
  expect(judged(noRepair, viewWith(second, 'sstable-tasks', seen({ tasks: [task] })))).toBe(
    `wait: a repair runs: validation of shop.orders on ${second}`,
  );
});

test('asks for what it reads itself, of nodes on which findings are looked for and of no others', () => {
  const { ofAll, ofViewers, ofWatched, ofSubject } = wantedBy([noRepair], []);
  expect([...ofAll, ...ofViewers]).toEqual([]);
  expect([...ofWatched]).toEqual(['repair-sessions', 'compactionstats']);
  expect(ofSubject).toEqual(ofWatched);
});

test('waits when nobody was asked', () => {
  const nodes = healthyView.snapshot.nodes.map((node) => ({ ...node, sources: {} }));
  const view = { ...healthyView, snapshot: { ...healthyView.snapshot, nodes } };
  expect(judged(noRepair, view)).toBe('wait: no node was asked for its repairs');
});

import { expect, test } from 'vitest';
import { pooling } from '../../src/gates/soak-pooling.ts';
import { applyEvent, noProgress, type UpgradeEvent } from '../../src/model/event.ts';
import type { ByLatency } from '../../src/model/soak.ts';
import { nonePooled, pooledWith } from '../../src/rules/soak/pooled.ts';

const begun = (node: string): UpgradeEvent => ({
  type: 'node-started',
  at: 1,
  node,
  generation: 1,
});
const done = (node: string): UpgradeEvent => ({ type: 'node-done', at: 9, node });
const passed = (node: string, reads: number): UpgradeEvent => ({
  ...{ type: 'gate-judged', at: 5, node, gate: 'soak-comparison', phase: 'after', attempt: 1 },
  verdict: { kind: 'pass', note: '', effects: { reads } },
});
const baseline = (node: string): UpgradeEvent => ({
  ...{ type: 'soak-baseline', at: 0, node },
  baseline: { peers: [], isDecayed: false, usual: {} },
});

const progressAfter = (...events: readonly UpgradeEvent[]) => events.reduce(applyEvent, noProgress);

test('a node counts once it is done, with what it was judged last, and its baseline is of no more use', () => {
  const first = [baseline('a'), begun('a'), passed('a', 1.5), passed('a', 1.2)];
  const before = progressAfter(...first);
  expect([...before.baselines.keys()]).toEqual(['a']);
  expect(before.effects).toEqual([]);
  const after = progressAfter(...first, done('a'));
  expect(after.effects).toEqual([{ reads: 1.2 }]);
  expect(after.baselines.size + after.compared.size).toBe(0);
});

test('one that was not compared counts for nothing', () => {
  expect(progressAfter(begun('a'), done('a')).effects).toEqual([]);
});

test('of nodes side by side each counts as it is done', () => {
  const wave = [begun('a'), begun('b'), passed('b', 1.1), passed('a', 1.3), done('b')];
  const progress = progressAfter(...wave);
  expect(progress.effects).toEqual([{ reads: 1.1 }]);
  expect([...progress.compared]).toEqual([['a', { reads: 1.3 }]]);
  expect(progress.begun).toEqual(['a']);
});

test('what was pooled is gone on with as nodes are done, and siblings that were compared count beside it', () => {
  const pool = pooling();
  const none = new Map();
  const pooled = (...effects: readonly ByLatency<number>[]) =>
    pool({ effects, compared: none }, 'a');
  expect(pooled()).toEqual({});
  const one = pooled({ reads: 1.1 });
  const compared = new Map([
    ['a', { reads: 9 }],
    ['b', { reads: 5 }],
  ]);
  expect(pool({ effects: [{ reads: 1.1 }], compared }, 'a')).toEqual({
    reads: [1.1, 5].reduce(pooledWith, nonePooled),
  });
  expect(pooled({ reads: 1.1 })).toEqual(one);
  expect(pooled({ reads: 1.1 }, { writes: 2 }, { reads: 1.2, writes: 3 })).toEqual({
    reads: [1.1, 1.2].reduce(pooledWith, nonePooled),
    writes: [2, 3].reduce(pooledWith, nonePooled),
  });
});

import { expect, test } from 'vitest';
import { askedAnew, lastWholeLook } from '../../src/execute/whole-look.ts';
import { laidOver, nodeOf, type NodeSnapshot, type SourceId } from '../../src/model/snapshot.ts';
import { fakeClock } from '../fakes/fake-clock.ts';

const seen = { kind: 'seen', at: 5, value: { rows: [] } } as const;
const silent = { kind: 'missing', at: 5, why: 'timed-out', detail: 'no answer' } as const;
const node = (address: string, sources: NodeSnapshot['sources']): NodeSnapshot => ({
  address,
  sources,
});

test('a look at all nodes counts for a minute, and once', async () => {
  const clock = fakeClock();
  const last = lastWholeLook(clock);
  expect(last.take()).toBeUndefined();
  const snapshot = { at: clock.now(), nodes: [] };
  last.keep(snapshot);
  await clock.sleep(60_000);
  expect(last.take()).toBe(snapshot);
  expect(last.take()).toBeUndefined();
  last.keep(snapshot);
  await clock.sleep(60_001);
  expect(last.take()).toBeUndefined();
});

test('asked anew are those who are watched, who was silent, and who was not asked for all of it', () => {
  const nodes = [
    node('a', { status: seen }),
    node('b', { status: seen }),
    node('c', { status: silent }),
    node('d', {}),
    node('e', { status: seen }),
  ];
  const wanted: ReadonlySet<SourceId> = new Set(['status'] as const);
  const nothing: ReadonlySet<SourceId> = new Set();
  const needs = (address: string) => (address === 'e' ? nothing : wanted);
  const asked = { viewers: new Set<string>(), watched: new Set(['a']) };
  const members = ['a', 'b', 'c', 'd', 'e', 'f'];
  // Of whom nothing is to be asked, as of e, nothing is taken over either.
  expect(askedAnew({ at: 5, nodes }, members, needs, asked)).toEqual(['a', 'c', 'd', 'e', 'f']);
});

test('a newer look at some is laid over an older one at all', () => {
  const older = { at: 5, nodes: [node('a', {}), node('b', {}), node('c', {})] };
  const newer = { at: 9, nodes: [node('b', { status: seen })] };
  const both = laidOver(older, newer);
  expect(both.at).toBe(9);
  expect(both.nodes.map(({ address, sources }) => [address, sources.status?.kind])).toEqual([
    ['a', undefined],
    ['b', 'seen'],
    ['c', undefined],
  ]);
  expect(nodeOf(both, 'b')).toBe(newer.nodes[0]);
  expect(nodeOf(older, 'b')?.sources.status).toBeUndefined();
});

import { expect, test } from 'vitest';
import { askedAfter, laidOver, stillCounting } from '../../src/execute/whole-look.ts';
import type { CqlLocal } from '../../src/model/readings.ts';
import { nodeOf, type NodeSnapshot, type SourceId } from '../../src/model/snapshot.ts';

const seen = { kind: 'seen', at: 5, value: { rows: [] } } as const;
const silent = { kind: 'missing', at: 9, why: 'timed-out', detail: 'no answer' } as const;
const node = (address: string, sources: NodeSnapshot['sources']): NodeSnapshot => ({
  address,
  sources,
});

test('a look at all nodes counts for a minute after its end', () => {
  const look = { snapshot: { at: 5, nodes: [] }, endedAt: 1_000 };
  expect(stillCounting(undefined, 1_000)).toBeUndefined();
  expect(stillCounting(look, 61_000)).toBe(look);
  expect(stillCounting(look, 61_001)).toBeUndefined();
});

test('asked anew are those who are watched or stopped beside it, who was silent, and who was not asked for all of it', () => {
  const nodes = [
    node('a', { status: seen }),
    node('b', { status: seen }),
    node('c', { status: silent }),
    node('d', {}),
    node('e', { status: seen }),
    node('g', { status: seen }),
  ];
  const wanted: ReadonlySet<SourceId> = new Set(['status'] as const);
  const nothing: ReadonlySet<SourceId> = new Set();
  const needs = (address: string) => (address === 'e' ? nothing : wanted);
  const asked = { viewers: new Set<string>(), watched: new Set(['a']) };
  const members = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const asks = askedAfter({ at: 5, nodes }, members, needs, asked, new Set(['g']));
  const those = (sources: readonly SourceId[]) =>
    [...asks].filter(([, each]) => [...each].join() === sources.join()).map(([who]) => who);
  expect(those(['status'])).toEqual(['a', 'c', 'd', 'f', 'g']);
  expect(those(['cql-local'])).toEqual(['b']);
  // Of whom nothing is to be asked nothing is taken over either.
  expect(those([])).toEqual(['e']);
});

test('of those who still answer the older look counts, of the silent nothing', () => {
  const word = (at: number, schemaVersion: string) =>
    ({ kind: 'seen', at, value: { schemaVersion } as CqlLocal }) as const;
  const same = word(5, 's1');
  const older = {
    at: 5,
    nodes: [
      node('a', { status: seen }),
      node('b', { status: seen, 'cql-local': same }),
      node('c', { status: seen, 'cql-local': word(5, 's1') }),
      node('d', { status: seen, 'cql-local': word(5, 's1') }),
    ],
  };
  const newer = {
    at: 9,
    nodes: [
      node('a', { status: silent }),
      node('b', { 'cql-local': { ...same, at: 9 } }),
      node('c', { 'cql-local': word(9, 's2') }),
      node('d', { 'cql-local': silent }),
    ],
  };
  const needs = (address: string): ReadonlySet<SourceId> =>
    new Set(address === 'a' ? (['status', 'keyspaces'] as const) : (['status'] as const));
  const asked = { viewers: new Set<string>(), watched: new Set<string>() };
  const asks = askedAfter(older, ['a', 'b', 'c', 'd'], needs, asked, new Set());
  const both = laidOver(older, newer, asks);
  expect(both.at).toBe(9);
  expect(both.nodes).toEqual([
    node('a', { status: silent }),
    node('b', { status: seen, 'cql-local': same }),
    node('c', { status: seen, 'cql-local': word(9, 's2') }),
    node('d', { status: silent, 'cql-local': silent }),
  ]);
  expect(nodeOf(both, 'c')).toBe(both.nodes[2]);
});

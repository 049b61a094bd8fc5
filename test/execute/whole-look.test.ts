import { expect, test } from 'vitest';
import { askedAnew, laidOver, stillCounting } from '../../src/execute/whole-look.ts';
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
  const anew = askedAnew({ at: 5, nodes }, members, needs, asked, new Set(['g']));
  // Of whom nothing is to be asked, as of e, nothing is taken over either.
  expect([...anew]).toEqual(['a', 'c', 'd', 'e', 'f', 'g']);
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
  const both = laidOver(older, newer, new Set(['a']));
  expect(both.at).toBe(9);
  expect(both.nodes).toEqual([
    node('a', { status: silent }),
    node('b', { status: seen, 'cql-local': same }),
    node('c', { status: seen, 'cql-local': word(9, 's2') }),
    node('d', { 'cql-local': silent }),
  ]);
  expect(nodeOf(both, 'c')).toBe(both.nodes[2]);
});

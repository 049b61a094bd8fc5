import { expect, test } from 'vitest';
import { askedAnew, laidOver, newsBy, stillCounting } from '../../src/execute/whole-look.ts';
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

const wanted: ReadonlySet<SourceId> = new Set(['status'] as const);

test('asked anew are those who are watched or stopped beside it, who was silent, and who was not asked for all of it', () => {
  const nodes = [
    node('a', { status: seen }),
    node('b', { status: seen }),
    node('c', { status: silent }),
    node('d', {}),
    node('e', { status: seen }),
    node('f', { status: seen }),
  ];
  // Of whom nothing is to be asked nothing is taken over either.
  const needs = (address: string) => (address === 'e' ? new Set<SourceId>() : wanted);
  const older = { at: 5, nodes };
  const anew = askedAnew(older, { needs, ofFar: undefined }, ['a', 'f']);
  expect([...anew]).toEqual(['a', 'f', 'c', 'd', 'e']);
  const ofAll = { needs: () => wanted, ofFar: wanted };
  expect([...askedAnew(older, ofAll, ['a', 'f'])]).toEqual(['a', 'f', 'c', 'd']);
});

const word = (at: number, schemaVersion: string) =>
  ({ kind: 'seen', at, value: { schemaVersion } as CqlLocal }) as const;

test('news are what those asked anew say, and of the others their own word or their silence', async () => {
  const asked: string[] = [];
  const one = word(9, 's1');
  const news = await newsBy((needs) => {
    for (const each of ['a', 'b', 'c', 'd']) asked.push([each, ...needs(each)].join(' '));
    const nodes = [
      node('a', { status: seen }),
      node('b', { 'cql-local': one }),
      node('c', { 'cql-local': silent }),
      node('d', {}),
    ];
    return Promise.resolve({ at: 9, nodes });
  })(() => wanted, new Set(['a']));
  expect(asked).toEqual(['a status', 'b cql-local', 'c cql-local', 'd cql-local']);
  expect(news.anew).toEqual([node('a', { status: seen })]);
  expect(news.words).toEqual([undefined, one.value, undefined, undefined]);
  expect([...news.silent]).toEqual([
    ['c', silent],
    ['d', { kind: 'missing', at: 9, why: 'failed', detail: 'cql-local was not answered' }],
  ]);
});

test('of those who still answer the older look counts, of the silent nothing', () => {
  const same = word(5, 's1');
  const nodes = [
    node('a', { status: seen, 'cql-local': same }),
    node('b', { status: seen, 'cql-local': same }),
    node('c', { status: seen, 'cql-local': word(5, 's1') }),
    node('d', { status: seen, 'cql-local': word(5, 's1') }),
    node('e', { status: seen, keyspaces: { kind: 'seen', at: 5, value: { keyspaces: [] } } }),
  ];
  const rings = { kind: 'seen', at: 5, value: [] } as const;
  const both = laidOver(
    { at: 5, nodes, rings },
    {
      at: 9,
      anew: [node('a', { status: silent })],
      // What is said by one that is asked anew is in its answers.
      words: [same.value, same.value, word(9, 's2').value, undefined, undefined],
      silent: new Map([['d', silent]]),
    },
  );
  const unheard = { kind: 'missing', why: 'failed' } as const;
  expect(both.at).toBe(9);
  expect(both.rings).toBeUndefined();
  expect(both.nodes).toMatchObject([
    node('a', { status: silent }),
    node('b', { status: seen, 'cql-local': same }),
    node('c', { status: seen, 'cql-local': word(9, 's2') }),
    node('d', { status: silent, 'cql-local': silent }),
    { address: 'e', sources: { status: unheard, keyspaces: unheard } },
  ]);
  // What it was not asked for now is not known of it.
  expect(both.nodes[0]).toEqual(node('a', { status: silent }));
  expect(both.nodes[1]).toBe(nodes[1]);
  expect(nodeOf(both, 'c')).toBe(both.nodes[2]);
});

import { expect, test } from 'vitest';
import { witnesses } from '../../src/gates/witnesses.ts';
import type { KeyspaceRing } from '../../src/model/ring.ts';
import { rings, second } from './healthy-view.ts';

const nodes = Array.from({ length: 40 }, (_, index) => `10.0.0.${index + 1}`);
/** RF 3 on neighbours; racks a, b, c, d in turn. */
const ring: KeyspaceRing = {
  keyspace: { name: 'shop', replication: { kind: 'simple', rf: 3 } },
  ranges: nodes.map((_, index) => ({
    start: String(index),
    end: String(index + 1),
    replicas: [0, 1, 2].map((step) => {
      const at = (index + step) % nodes.length;
      return { address: nodes[at] ?? '', dc: 'dc1', rack: 'abcd'[at % 4] ?? '' };
    }),
  })),
};

test('on a small cluster every other member is asked', () => {
  expect(witnesses(second, ['127.0.0.1', second, '127.0.0.3'], rings)).toEqual([
    '127.0.0.1',
    '127.0.0.3',
  ]);
});

test('above 30 nodes: all that share a range with it, and one node of each rack', () => {
  const neighbours = ['10.0.0.18', '10.0.0.19', '10.0.0.21', '10.0.0.22'];
  const firstOfRacks = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'];
  expect(witnesses('10.0.0.20', nodes, [ring])).toEqual([...firstOfRacks, ...neighbours]);
});

test('of its own rack the next is asked where the subject is the first', () => {
  const neighbours = ['10.0.0.2', '10.0.0.3', '10.0.0.39', '10.0.0.40'];
  expect(witnesses('10.0.0.1', nodes, [ring])).toEqual([
    ...neighbours.slice(0, 2),
    ...['10.0.0.4', '10.0.0.5'],
    ...neighbours.slice(2),
  ]);
});

test('without range data every other member is asked, however many', () => {
  expect(witnesses('10.0.0.20', nodes, undefined)).toHaveLength(39);
});

test('a member without ranges is asked as well', () => {
  expect(witnesses('10.0.0.20', [...nodes, '10.0.0.99'], [ring])).toContain('10.0.0.99');
});

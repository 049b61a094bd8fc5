import { expect, test } from 'vitest';
import { lookedAtBeside, peersOf } from '../../src/plan/compared-with.ts';

const node = (address: string, rack = 'r1', dc = 'dc1') => ({ address, rack, dc });
const named = (count: number, rack: string) =>
  Array.from({ length: count }, (_, i) => node(`${rack}-${i}`, rack));

test('of the rack where it has three others, else of the DC', () => {
  const nodes = [...named(4, 'r1'), ...named(3, 'r2'), node('far', 'r1', 'dc2')];
  expect(peersOf(nodes, 'r1-0')).toEqual(['r1-1', 'r1-2', 'r1-3']);
  expect(peersOf(nodes, 'r2-0')).toEqual(['r2-1', 'r2-2', 'r1-3', 'r1-2', 'r1-1', 'r1-0']);
  expect(peersOf(nodes, 'far')).toEqual([]);
  expect(peersOf(nodes, 'unknown')).toEqual([]);
});

test('those whose turn is still to come are first, then those done last; eight in all', () => {
  const nodes = named(20, 'r1');
  expect(peersOf(nodes, 'r1-5')).toEqual(nodes.slice(6, 14).map(({ address }) => address));
  expect(peersOf(nodes, 'r1-18').slice(0, 3)).toEqual(['r1-19', 'r1-17', 'r1-16']);
  expect(peersOf(nodes, 'r1-18').length).toBe(8);
});

test('those that come next are looked at beside, each once', () => {
  const nodes = named(40, 'r1');
  expect(lookedAtBeside(nodes, 'r1-3')).toEqual(nodes.slice(3, 20).map(({ address }) => address));
  expect(lookedAtBeside(nodes, 'unknown')).toEqual([]);
  expect(lookedAtBeside(nodes, 'r1-39')).toContain('r1-38');
});

import { expect, test } from 'vitest';
import { byAddress } from '../../src/model/by-address.ts';

const at = (address: string, said: string) => ({ address, said });

test('the same list has the same index', () => {
  const items = [at('10.0.0.1', 'a')];
  expect(byAddress(items)).toBe(byAddress(items));
});

test('a list of the same nodes has its own items, and shares the addresses', () => {
  const before = byAddress([at('10.0.0.1', 'a'), at('10.0.0.2', 'b')]);
  const after = byAddress([at('10.0.0.1', 'c'), at('10.0.0.2', 'd')]);
  expect(after.get('10.0.0.2')?.said).toBe('d');
  expect(before.get('10.0.0.2')?.said).toBe('b');
  expect(after.addresses).toBe(before.addresses);
});

test('nodes in other places, or others of the same number, are looked up where they are', () => {
  byAddress([at('10.0.0.1', 'a'), at('10.0.0.2', 'b')]);
  const turned = byAddress([at('10.0.0.2', 'b'), at('10.0.0.1', 'a')]);
  expect(turned.get('10.0.0.1')?.said).toBe('a');
  expect(turned.addresses).toEqual(['10.0.0.2', '10.0.0.1']);
  const others = byAddress([at('10.0.0.2', 'b'), at('10.0.0.3', 'c')]);
  expect(others.has('10.0.0.1')).toBe(false);
  expect(others.get('10.0.0.3')?.said).toBe('c');
});

test('a node more or fewer is another list', () => {
  byAddress([at('10.0.0.1', 'a'), at('10.0.0.2', 'b')]);
  expect(byAddress([at('10.0.0.1', 'a')]).has('10.0.0.2')).toBe(false);
});

test('of two with one address the last is meant, and it counts once', () => {
  const index = byAddress([at('10.0.0.1', 'first'), at('10.0.0.1', 'last')]);
  expect(index.get('10.0.0.1')?.said).toBe('last');
  expect(index.size).toBe(1);
});

test('without a list nothing is there', () => {
  expect(byAddress(undefined).get('10.0.0.1')).toBeUndefined();
  expect(byAddress(undefined).addresses).toEqual([]);
});

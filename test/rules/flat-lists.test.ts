import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  besideEach,
  countsIn,
  countsOf,
  inverted,
  listAt,
  type FlatLists,
} from '../../src/rules/flat-lists.ts';

const count = 7;
/** Distinct numbers below `count` in each. */
const someLists = fc.array(fc.uniqueArray(fc.nat({ max: count - 1 })), { maxLength: 12 });

function flat(lists: readonly (readonly number[])[], Numbers = Uint16Array): FlatLists {
  const starts = Uint32Array.from([
    0,
    ...lists.map((_, id) => lists.slice(0, id + 1).flat().length),
  ]);
  return { items: Numbers.from(lists.flat()), starts };
}

const numbers = Array.from({ length: count }, (_, number) => number);
const idsWith = (lists: readonly (readonly number[])[], number: number) =>
  lists.flatMap((list, id) => (list.includes(number) ? [id] : []));

test('lists are told by what is in them', () => {
  fc.assert(
    fc.property(someLists, (lists) => {
      const found = inverted(flat(lists), count);
      for (const number of numbers) {
        expect([...listAt(found, number)]).toEqual(idsWith(lists, number));
      }
    }),
  );
});

test('for each number the others of all its lists, and how often', () => {
  fc.assert(
    fc.property(someLists, (lists) => {
      const beside = besideEach(flat(lists), count, 1_000) ?? flat([]);
      for (const number of numbers) {
        const own = idsWith(lists, number).flatMap((id) => lists[id] ?? []);
        const others = own.filter((other) => other !== number);
        expect([...listAt(beside, number)]).toEqual(others);
        const counts = numbers.map((other) => others.filter((each) => each === other).length);
        expect([...countsOf(listAt(beside, number), count)]).toEqual(counts);
        const ids = Uint32Array.from(idsWith(lists, number));
        counts[number] = ids.length;
        expect([...countsIn(flat(lists), ids, count)]).toEqual(counts);
      }
    }),
  );
});

test('numbers too large for two bytes stay what they are', () => {
  const lists = flat([[0, 70_000]], Uint32Array as unknown as typeof Uint16Array);
  expect(besideEach(lists, 70_001, 2)?.items[0]).toBe(70_000);
});

test('of a number that is in no list, or is none, there is nothing', () => {
  const beside = besideEach(flat([[0, 1]]), count, 2) ?? flat([[7]]);
  expect([...listAt(beside, 3)]).toEqual([]);
  expect([...listAt(beside, -1)]).toEqual([]);
});

test('of more than is worth keeping there is nothing', () => {
  const lists = flat([[0, 1, 2]]);
  expect(besideEach(lists, 3, 6)).toBeDefined();
  expect(besideEach(lists, 3, 5)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { mapChanged } from '../../src/model/map-changed.ts';

test('only items that are new, or stand elsewhere, are worked out again', () => {
  const worked: number[] = [];
  const [one, two, three] = [{ n: 1 }, { n: 2 }, { n: 3 }];
  const tens = mapChanged(({ n }: { readonly n: number }) => {
    worked.push(n);
    return n * 10;
  });
  const items = [one, two, three];
  const first = tens(items);
  expect(first).toEqual([10, 20, 30]);
  expect(tens(items)).toBe(first);
  expect(tens([one, { n: 4 }, three])).toEqual([10, 40, 30]);
  expect(tens([three, one])).toEqual([30, 10]);
  expect(worked).toEqual([1, 2, 3, 4, 3, 1]);
});

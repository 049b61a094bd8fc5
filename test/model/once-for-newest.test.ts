import { expect, test } from 'vitest';
import { onceForNewest } from '../../src/model/once-for-newest.ts';

function counted() {
  const asked: number[] = [];
  const half = onceForNewest(({ n }: { readonly n: number }) => {
    asked.push(n);
    return n % 2 === 0 ? n / 2 : undefined;
  });
  return { asked, half };
}

test('of the newest few values it is worked out once each, also where nothing comes of it', () => {
  const { asked, half } = counted();
  const values = [{ n: 4 }, { n: 3 }, { n: 8 }, { n: 1 }];
  for (let times = 0; times < 2; times += 1) {
    expect(values.map(half)).toEqual([2, undefined, 4, undefined]);
  }
  expect(asked).toEqual([4, 3, 8, 1]);
});

test('an older value, or an equal one that is not the same, is worked out again', () => {
  const { asked, half } = counted();
  const values = [{ n: 2 }, { n: 4 }, { n: 6 }, { n: 8 }, { n: 10 }] as const;
  values.forEach(half);
  expect(half(values[0])).toBe(1);
  expect(half({ n: 10 })).toBe(5);
  expect(asked).toEqual([2, 4, 6, 8, 10, 2, 10]);
});

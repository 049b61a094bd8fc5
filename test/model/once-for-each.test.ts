import { expect, test } from 'vitest';
import { onceForEach } from '../../src/model/once-for-each.ts';

test('each value is worked out once, an equal one again', () => {
  const asked: (readonly string[])[] = [];
  const sizeOf = onceForEach((list: readonly string[]) => {
    asked.push(list);
    return list.length;
  });
  const [one, other] = [['a'], ['a']];
  expect([sizeOf(one), sizeOf(one), sizeOf(other)]).toEqual([1, 1, 1]);
  expect(asked).toEqual([one, other]);
  expect(asked[1]).toBe(other);
});

test('zero is a result, too', () => {
  let calls = 0;
  const sizeOf = onceForEach((list: readonly string[]) => {
    calls += 1;
    return list.length;
  });
  const empty: readonly string[] = [];
  expect([sizeOf(empty), sizeOf(empty)]).toEqual([0, 0]);
  expect(calls).toBe(1);
});

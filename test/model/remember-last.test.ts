import { expect, test } from 'vitest';
import { rememberLast } from '../../src/model/remember-last.ts';

test('the very same values are answered from memory, any others anew', () => {
  let worked = 0;
  const joined = rememberLast((names: readonly string[], by: string) => {
    worked += 1;
    return names.join(by);
  });
  const names = ['a', 'b'];
  expect([joined(names, '-'), joined(names, '-'), worked]).toEqual(['a-b', 'a-b', 1]);
  expect([joined(names, '+'), worked]).toEqual(['a+b', 2]);
  // Alike is not the same.
  expect([joined(['a', 'b'], '+'), worked]).toEqual(['a+b', 3]);
});

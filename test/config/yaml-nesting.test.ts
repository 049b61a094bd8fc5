import { expect, test } from 'vitest';
import { expectError, parse } from './inventory-error.ts';

test.each([
  // The text, then the error: place, what is wrong, what would be right.
  [
    'cluster: *x\nnodes: [10.0.0.1]',
    '1:10: there is no anchor &x above this alias | write &x before the value it stands for, or put the text in quotes',
  ],
  ['cluster: p\nnodes: [*n, &n 10.0.0.1]', /^2:9: there is no anchor &n above this alias/],
  ['a: &a [*b, &b c]', /^1:8: there is no anchor &b/],
  [
    `a: &a [x${', x'.repeat(99)}]\nb: &b [*a${', *a'.repeat(99)}]\nc: &c [*b${', *b'.repeat(99)}]`,
    /^3:\d+: with its aliases written out the file has more than 1000000 values \| write aliases/,
  ],
  [`cluster: p\nnodes: ${'['.repeat(70)}`, /^2:\d+: /],
  [
    `cluster: p\nnodes: ${'['.repeat(70)}${']'.repeat(70)}`,
    '2:71: this is nested deeper than 64 levels | look for brackets or dashes that were repeated',
  ],
  [
    `cluster: p\nnodes: ${'['.repeat(9_000)}${']'.repeat(9_000)}`,
    /^2:\d+: this is nested deeper than 64 levels \| look for brackets/,
  ],
  ['cluster: &a [*a]', '1:14: an alias points into itself | write the value out'],
])('the file is wrong: %j', expectError);

test('as many aliases as fit into a file are read in a moment', () => {
  const aliases = '  - *n\n'.repeat(60_000);
  expect(() => parse(`cluster: p\nnodes:\n  - &n 10.0.0.1\n${aliases}`)).toThrow(
    /nodes: 10\.0\.0\.1 is there twice/,
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { yamlText, type YamlValue } from '../../src/config/yaml-text.ts';

test('writes one key a line, nested by two spaces', () => {
  expect(
    yamlText({
      cluster: 'lab',
      limits: undefined,
      nodes: [{ address: '127.0.0.1', home: '/n/1', tags: [] }, { empty: {} }],
      nested: [
        ['a', 1],
        [true, null],
      ],
    }),
  ).toBe(`cluster: lab
nodes:
  - address: "127.0.0.1"
    home: /n/1
    tags: []
  - empty: {}
nested:
  - - a
    - 1
  - - true
    - null
`);
});

test.each([
  'no',
  'Yes',
  'ON',
  'y',
  'null',
  '~',
  '5.0',
  '1e3',
  '0o17',
  'E0',
  'E-0',
  '0x1f',
  '12:30',
  '1_000',
  '=',
  '<<',
  '',
  ' a',
  'a ',
  '# a',
  'a: b',
  '- a',
  '{a}',
  '%a',
  '@a',
  '!a',
  '&a',
  '*a',
  "'",
  '"',
  '\t',
  '2001-01-01',
  '-',
  '?',
  'a\nb',
  '\u2028',
  '\u0085',
  '\u0000',
  '\ufeff',
  '/a:b',
  '/a b',
])('the string %j stays a string for both kinds of reader', (text) => {
  const written = yamlText({ key: text, [`k${text}`]: 1 });
  for (const version of ['1.1', '1.2'] as const) {
    expect(parse(written, { version })).toEqual({ key: text, [`k${text}`]: 1 });
  }
});

test('whatever is written reads back the same, by a 1.1 and a 1.2 reader', () => {
  const keyed = (value: fc.Arbitrary<unknown>) =>
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      value,
      { maxKeys: 4, noNullPrototype: true },
    );
  const scalar = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      scalar,
      fc.array(tie('tree'), { maxLength: 4 }),
      keyed(tie('tree')),
    ),
  }));
  fc.assert(
    fc.property(keyed(tree), (value) => {
      const written = yamlText(value as YamlValue);
      expect(parse(written, { version: '1.2' })).toEqual(value);
      expect(parse(written, { version: '1.1' })).toEqual(value);
    }),
    { numRuns: 500 },
  );
});

test('a small number is written so that a 1.1 reader takes it for one', () => {
  expect(yamlText({ chance: 1e-7, share: 0.25, count: -3 })).toBe(
    'chance: 1.0e-7\nshare: 0.25\ncount: -3\n',
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellWidth } from '../../src/report/cell-width.ts';
import { textTable } from '../../src/report/text-table.ts';
import { wrap } from '../../src/report/wrap.ts';

test('lines break at spaces and hang under their indent', () => {
  expect(wrap('one two three four', 10, '- ', '  ')).toEqual(['- one two', '  three', '  four']);
});

test('a word that is too long is broken', () => {
  expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
});

test('wide signs count two columns, marks none', () => {
  expect(cellWidth('東京')).toBe(4);
  expect(cellWidth('e\u0301')).toBe(1);
  expect(wrap('東京東京', 4)).toEqual(['東京', '東京']);
});

test('no line is wider than asked and no letter is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 8, max: 40 }), (text, width) => {
      const lines = wrap(text, width, '  ', '    ');
      const letters = (from: string) => from.replace(/ /g, '');
      expect(lines.every((line) => cellWidth(line) <= width)).toBe(true);
      expect(letters(lines.join(''))).toBe(letters(text));
    }),
  );
});

const rows = [
  ['Node', 'State', 'Id'],
  ['10.0.0.1', 'UP', '1111'],
];

test('a table keeps the columns that fit', () => {
  expect(textTable(rows, 21, 2)).toEqual(['Node      State  Id', '10.0.0.1  UP     1111']);
  expect(textTable(rows, 20, 2)).toEqual(['Node      State', '10.0.0.1  UP']);
  expect(textTable(rows, 14, 2)).toBeUndefined();
});

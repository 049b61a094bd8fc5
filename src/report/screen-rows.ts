import { charWidth } from './cell-width.ts';

const colours = /\p{Cc}\[[\d;]*m/gu;

/** The rows that a terminal of so many columns makes of a line, without colours: it breaks where the next sign has no room. */
export function screenRows(line: string, columns: number): readonly string[] {
  const rows: string[] = [];
  let row = '';
  let width = 0;
  for (const char of line.replace(colours, '')) {
    width += charWidth(char);
    if (width > columns && row !== '') {
      rows.push(row);
      row = '';
      width = charWidth(char);
    }
    row += char;
  }
  return [...rows, row];
}

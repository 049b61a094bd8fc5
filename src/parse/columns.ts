import { unreadable } from './reading.ts';

/** The cell of a column in the row at hand; empty where the row has none. */
export type Cells = (column: string) => string;

/**
 * Cuts rows at the columns of their header, because cells hold blanks and may be empty. Left
 * aligned: a column begins where its name begins (3.0.30 and later). Right aligned, told by a
 * header that begins with blanks: a column ends where its name ends (2.1, 2.2, early 3.0).
 */
export function cutAt(header: string, columns: readonly string[]): (row: string) => Cells {
  const isRight = header.startsWith(' ');
  const cuts = edgesOf(header, columns, isRight);
  return (row) => {
    const cells = columns.map((_, at) => {
      const from = isRight && at > 0 ? cuts[at - 1] : isRight ? 0 : cuts[at];
      const to = isRight ? cuts[at] : cuts[at + 1];
      return row.slice(from, at === columns.length - 1 ? undefined : to).trim();
    });
    const inside = cuts.slice(isRight ? 0 : 1, isRight ? -1 : undefined);
    const fits = inside.every((cut) => isBlank(row[isRight ? cut : cut - 1]));
    if (!fits) unreadable(row, 'the row does not fit the columns of its header');
    return (column) => cells[columns.indexOf(column)] ?? '';
  };
}

function edgesOf(header: string, columns: readonly string[], isRight: boolean): readonly number[] {
  let after = 0;
  return columns.map((column) => {
    const at = header.indexOf(column, after);
    if (at < 0) unreadable(header, `the column "${column}" is missing`);
    after = at + column.length;
    return isRight ? after : at;
  });
}

function isBlank(char: string | undefined): boolean {
  return char === undefined || char === ' ';
}

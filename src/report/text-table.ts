import { cellWidth, padCells } from './cell-width.ts';

/**
 * Rows as lines with aligned columns, the first row is the head. Columns are left out from the
 * right until it fits; undefined when not even `fewest` of them do.
 */
export function textTable(
  rows: readonly (readonly string[])[],
  width: number,
  fewest: number,
): readonly string[] | undefined {
  const widths = (rows[0] ?? []).map((_, i) =>
    Math.max(...rows.map((row) => cellWidth(row[i] ?? ''))),
  );
  for (let count = widths.length; count >= fewest; count -= 1) {
    const kept = widths.slice(0, count);
    if (totalWidth(kept) <= width) return rows.map((row) => lineOf(row, kept));
  }
  return undefined;
}

const gap = '  ';

function totalWidth(widths: readonly number[]): number {
  return widths.reduce((sum, one) => sum + one, 0) + gap.length * (widths.length - 1);
}

function lineOf(row: readonly string[], widths: readonly number[]): string {
  const cells = widths.map((width, i) => padCells(row[i] ?? '', width));
  return cells.join(gap).trimEnd();
}

export type Cells = readonly string[];

/**
 * Cassandra's TableBuilder (3.0.30 and later): every cell, the last one too, is padded to the
 * widest of its column, short rows are filled up.
 */
export function table(rows: readonly Cells[], gap = ' '): string {
  return padded(rows, widthsOf(rows), gap);
}

export function widthsOf(rows: readonly Cells[]): readonly number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, cell.length)));
  }
  return widths;
}

/** A table in widths that it may share with others. */
export function padded(rows: readonly Cells[], widths: readonly number[], gap: string): string {
  const line = (row: Cells) => widths.map((width, at) => (row[at] ?? '').padEnd(width)).join(gap);
  return text(rows.map(line));
}

/** Java's `%-25s%10s`: negative widths are left aligned; what is longer pushes the rest. */
export function printf(widths: readonly number[], cells: Cells): string {
  const cell = (text: string, width: number) =>
    width < 0 ? text.padEnd(-width) : text.padStart(width);
  return cells.map((text, at) => cell(text, widths[at] ?? 0)).join('');
}

export function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

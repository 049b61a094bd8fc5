import { Chalk } from 'chalk';
import { screenRows } from './screen-rows.ts';
import { cut, type BoardStyle } from './watch-board.ts';

/**
 * One screen of a page, and under it which keys do something: the first again behind the last. A line that is too
 * wide is left to the terminal to break, so that a command is copied in one piece, and has the rows it takes there.
 */
export function screenful(lines: readonly string[], part: number, style: BoardStyle): string[] {
  const screens = screensOf(lines, Math.max(1, style.rows - 1), style.columns);
  const shown = part % screens.length;
  const on = screens.length === 1 ? '' : `${shown + 1} of ${screens.length}  space: on  `;
  const chalk = new Chalk({ level: style.colorLevel });
  const foot = cut(`${on}any key: back  q: end`, style);
  return [...(screens[shown] ?? []), chalk.dim(foot)];
}

/** At least one. */
function screensOf(
  lines: readonly string[],
  room: number,
  columns: number,
): readonly (readonly string[])[] {
  const screens: string[][] = [[]];
  let left = room;
  for (const { text, rows } of lines.flatMap((line) => piecesOf(line, room, columns))) {
    if (rows > left) {
      screens.push([]);
      left = room;
    }
    screens.at(-1)?.push(text);
    left -= rows;
  }
  return screens;
}

interface Piece {
  readonly text: string;
  /** At most those of a screen. */
  readonly rows: number;
}

/** The line itself, unless a whole screen is too low for it. */
function piecesOf(line: string, room: number, columns: number): readonly Piece[] {
  const rows = screenRows(line, columns);
  if (rows.length <= room) return [{ text: line, rows: rows.length }];
  const screens = Math.ceil(rows.length / room);
  return Array.from({ length: screens }, (_, i) => rows.slice(i * room, (i + 1) * room)).map(
    (some) => ({ text: some.join(''), rows: some.length }),
  );
}

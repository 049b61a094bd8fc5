import { screenful } from './screenful.ts';
import type { BoardStyle } from './watch-board.ts';
import { unknownLines, type Unknown } from './watch-unknown.ts';
import { wrap } from './wrap.ts';

/** What could not be judged or was not seen, each with its whole reason; `part`: which screen of it, from 0. */
export function renderUnknownPage(unknown: Unknown, part: number, style: BoardStyle): string[] {
  const width = Math.max(20, style.columns);
  const lines = unknownLines(unknown).flatMap((line) => wrap(line, width, '', '  '));
  return screenful(lines, part, style);
}

import { Chalk } from 'chalk';
import { cut, type BoardStyle } from './watch-board.ts';
import { unknownLines, type Unknown } from './watch-unknown.ts';
import { wrap } from './wrap.ts';

/** What could not be judged or was not seen, each with its whole reason, as far as it fits. */
export function renderUnknownPage(unknown: Unknown, style: BoardStyle): string[] {
  const width = Math.max(20, style.columns);
  const lines = unknownLines(unknown).flatMap((line) => wrap(line, width, '', '  '));
  const room = style.rows - 1;
  const more = lines.length - room;
  const foot = more > 0 ? `and ${more} more lines; any key: back` : 'any key: back';
  const chalk = new Chalk({ level: style.colorLevel });
  return [...lines.slice(0, room), chalk.dim(cut(foot, style))];
}

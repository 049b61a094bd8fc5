import { Chalk } from 'chalk';
import { cut, type BoardStyle } from './watch-board.ts';

/** One screen of a page, and under it which keys do something: the first again behind the last. */
export function screenful(lines: readonly string[], part: number, style: BoardStyle): string[] {
  const room = Math.max(1, style.rows - 1);
  const parts = Math.max(1, Math.ceil(lines.length / room));
  const shown = part % parts;
  const on = parts === 1 ? '' : `${shown + 1} of ${parts}  space: on  `;
  const chalk = new Chalk({ level: style.colorLevel });
  const foot = cut(`${on}any key: back  q: end`, style);
  return [...lines.slice(shown * room, (shown + 1) * room), chalk.dim(foot)];
}

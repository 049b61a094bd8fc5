import { Chalk, type ChalkInstance } from 'chalk';
import type { ReportStyle } from './index.ts';
import { wrap } from './wrap.ts';

/** A page of docs/findings for a terminal: headings, paragraphs and lists are all that it is made of. */
export function renderPage(markdown: string, { columns, colorLevel }: ReportStyle): string {
  const chalk = new Chalk({ level: colorLevel });
  const width = Math.max(20, columns);
  const blocks = markdown.trim().split(/\n{2,}/);
  return `${blocks.map((block) => blockLines(block, width, chalk).join('\n')).join('\n\n')}\n`;
}

function blockLines(block: string, width: number, chalk: ChalkInstance): readonly string[] {
  const heading = /^#+ (.*)$/.exec(block);
  if (heading) return [chalk.bold(heading[1] ?? '')];
  if (!block.startsWith('- ')) return wrap(plain(block), width);
  return block
    .split(/\n(?=- )/)
    .flatMap((item) => wrap(plain(item.slice(2)), width, '  - ', '    '));
}

/** One line, without the stars: what is bold there stands out by itself here. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('**', '').trim();
}

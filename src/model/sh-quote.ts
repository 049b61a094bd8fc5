import { obeyed } from './printable.ts';

/**
 * One word of a POSIX shell, whatever the text holds: single quotes, with each quote inside closed,
 * escaped and opened again. The single place where shell text is made. No shell can hold a NUL.
 */
export function shQuote(text: string): string {
  if (text.includes('\0')) throw new Error('a shell word cannot hold a NUL');
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * A command line for people to paste: as `shWords`, but a word that is safe bare stays bare, and one that a terminal
 * would obey is written by printf, `"$(printf 'a\033b')"`: `$'a\033b'` is new in POSIX 2024, and dash takes it for other
 * text. Line ends at the very end of a word are lost so.
 */
export function shLine(words: readonly string[]): string {
  return words.map(typed).join(' ');
}

function typed(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return unprintable.test(word) && !word.includes('\0')
    ? `"$(printf '${printfFormat(word)}')"`
    : shQuote(word);
}

const unprintable = new RegExp(`[${obeyed}]`, 'u');
/** A dash in front would be an option. */
const escaped = new RegExp(String.raw`^-|['\\${obeyed}]`, 'gu');

function printfFormat(word: string): string {
  const bytes = (char: string) =>
    [...new TextEncoder().encode(char)]
      .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
      .join('');
  return word.replaceAll('%', '%%').replace(escaped, bytes);
}

/** A command line: every argument one word. */
export function shWords(words: readonly string[]): string {
  return words.map(shQuote).join(' ');
}

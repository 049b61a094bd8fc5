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
 * would obey is written with escapes, `$'a\x1bb'`, as bash, ksh, zsh and POSIX 2024 read them.
 */
export function shLine(words: readonly string[]): string {
  return words.map(typed).join(' ');
}

function typed(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return unprintable.test(word) && !word.includes('\0')
    ? `$'${escapedBytes(word)}'`
    : shQuote(word);
}

const unprintable = new RegExp(`[${obeyed}]`, 'u');
const escaped = new RegExp(String.raw`['\\${obeyed}]`, 'gu');

function escapedBytes(word: string): string {
  const bytes = (char: string) =>
    [...new TextEncoder().encode(char)]
      .map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`)
      .join('');
  return word.replace(escaped, bytes);
}

/** A command line: every argument one word. */
export function shWords(words: readonly string[]): string {
  return words.map(shQuote).join(' ');
}

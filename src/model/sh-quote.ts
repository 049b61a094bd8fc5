/**
 * One word of a POSIX shell, whatever the text holds: single quotes, with each quote inside closed,
 * escaped and opened again. The single place where shell text is made. No shell can hold a NUL.
 */
export function shQuote(text: string): string {
  if (text.includes('\0')) throw new Error('a shell word cannot hold a NUL');
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A command line for people to paste: as `shWords`, but a word that is safe bare stays bare. */
export function shLine(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : shQuote(word))).join(' ');
}

/** A command line: every argument one word. */
export function shWords(words: readonly string[]): string {
  return words.map(shQuote).join(' ');
}

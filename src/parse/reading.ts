import type { Parsed } from '../model/parsed.ts';

class UnreadableLine extends Error {
  readonly line: string;
  constructor(line: string, why: string) {
    super(why);
    this.line = line;
  }
}

/** Runs a parser; what it does not understand becomes a value that names the line. */
export function reading<T>(read: () => T): Parsed<T> {
  try {
    return { kind: 'parsed', value: read() };
  } catch (error) {
    if (!(error instanceof UnreadableLine)) throw error;
    return { kind: 'unreadable', line: error.line, why: error.message };
  }
}

/** Gives up on the text at this line. Only inside `reading`. */
export function unreadable(line: string, why: string): never {
  throw new UnreadableLine(line, why);
}

/** Lines without their ends. A last line without an end was cut off in the middle. */
export function linesOf(text: string): readonly string[] {
  if (text.trim() === '') unreadable('', 'the answer is empty');
  const lines = text.split(/\r?\n/);
  const last = lines.pop() ?? '';
  if (last !== '') unreadable(last, 'the text ends in the middle of this line');
  return lines;
}

/** The named groups of a line that must match. A group that took no part is empty. */
export function groupsOf(pattern: RegExp, line: string, why: string): (name: string) => string {
  const groups = pattern.exec(line)?.groups;
  if (!groups) return unreadable(line, why);
  return (name) => groups[name] ?? '';
}

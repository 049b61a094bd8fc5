/** Inside a class of a regular expression: what a terminal obeys or hides, tabs and newlines among it. */
export const obeyed = String.raw`\p{Cc}\p{Cf}\u2028\u2029`;

const unsafe = new RegExp(String.raw`(?![\t\n])[${obeyed}]`, 'gu');

/**
 * Text from a cluster (names, log lines, errors) made safe for a terminal: control characters,
 * escape sequences and bidirectional marks become visible escapes. Tabs and newlines stay.
 */
export function printable(text: string): string {
  return text.replace(unsafe, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

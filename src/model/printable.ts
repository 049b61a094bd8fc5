/**
 * Text from a cluster (names, log lines, errors) made safe for a terminal: control characters,
 * escape sequences and bidirectional marks become visible escapes. Tabs and newlines stay.
 */
export function printable(text: string): string {
  return text.replace(/(?![\t\n])[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/**
 * JSON in which control characters and bidirectional marks are escaped as JSON allows: the same
 * value for a program, and safe when it is printed on a terminal.
 */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(
    /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (char) => Array.from({ length: char.length }, (_, i) => escaped(char.charCodeAt(i))).join(''),
  );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

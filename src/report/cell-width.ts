/** Columns that a text takes on a terminal: marks take none, East Asian signs and emoji two. */
export function cellWidth(text: string): number {
  return Array.from(text).reduce((sum, char) => sum + charWidth(char), 0);
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

export function charWidth(char: string): number {
  if (/^[\p{Mn}\p{Me}]$/u.test(char)) return 0;
  return wide.test(char) ? 2 : 1;
}

export function padCells(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cellWidth(text)));
}

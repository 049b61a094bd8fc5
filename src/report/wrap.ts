import { cellWidth, charWidth } from './cell-width.ts';

/** Lines of at most `width` columns, broken at spaces; a longer word is broken where it must. */
export function wrap(text: string, width: number, indent = '', hanging = indent): string[] {
  const lines: string[] = [];
  let line = indent;
  let isEmpty = true;
  for (const word of text.split(' ').flatMap((one) => piecesOf(one, width - cellWidth(hanging)))) {
    const next = isEmpty ? line + word : `${line} ${word}`;
    if (cellWidth(next) <= width) line = next;
    else {
      if (!isEmpty) lines.push(line);
      line = (isEmpty ? '' : hanging) + word;
    }
    isEmpty = false;
  }
  return [...lines, line];
}

/** Pieces of a word that fit into the width. */
function piecesOf(word: string, width: number): readonly string[] {
  if (cellWidth(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const char of word) {
    if (piece !== '' && cellWidth(piece) + charWidth(char) > Math.max(2, width)) {
      pieces.push(piece);
      piece = '';
    }
    piece += char;
  }
  return [...pieces, piece];
}

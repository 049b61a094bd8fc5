/** Java's modified UTF-8 (each half of a surrogate pair by itself, NUL in two bytes); damaged bytes become U+FFFD. */
export function decodeModifiedUtf(bytes: Buffer): string {
  if (bytes.every((byte) => byte < 0x80)) return bytes.toString('latin1');
  const units: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const { unit, length } = unitAt(bytes, at);
    units.push(unit);
    at += length;
  }
  // In pieces: a call has no room for a million arguments.
  const pieces: string[] = [];
  for (let at = 0; at < units.length; at += 8_192) {
    pieces.push(String.fromCharCode(...units.slice(at, at + 8_192)));
  }
  return pieces.join('');
}

const replacement = 0xfffd;

function unitAt(bytes: Buffer, at: number): { readonly unit: number; readonly length: number } {
  const [a = 0, b, c] = bytes.subarray(at, at + 3);
  if (a < 0x80) return { unit: a, length: 1 };
  if (a >> 5 === 0b110 && isTail(b)) return { unit: ((a & 0x1f) << 6) | (b & 0x3f), length: 2 };
  if (a >> 4 === 0b1110 && isTail(b) && isTail(c)) {
    return { unit: ((a & 0x0f) << 12) | ((b & 0x3f) << 6) | (c & 0x3f), length: 3 };
  }
  return { unit: replacement, length: 1 };
}

function isTail(byte: number | undefined): byte is number {
  return byte !== undefined && byte >> 6 === 0b10;
}

export function encodeModifiedUtf(text: string): Buffer {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 0 && unit < 0x80) bytes.push(unit);
    else if (unit < 0x800) bytes.push(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f));
    else bytes.push(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }
  return Buffer.from(bytes);
}

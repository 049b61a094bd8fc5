import type { ByteSource, Reading } from './byte-source.ts';
import { JmxError } from '../ports/jmx.ts';

const widths: Readonly<Record<string, number>> = { B: 1, C: 2, D: 8, F: 4, I: 4, J: 8, S: 2, Z: 1 };

/** `J` is a bigint, so that 64 bits stay exact. */
export function* readPrimitive(
  source: ByteSource,
  code: string,
): Reading<number | bigint | boolean | string> {
  const width = widths[code];
  if (width === undefined) throw new JmxError('protocol', 'a field of no known kind');
  const bytes = yield* source.take(width);
  switch (code) {
    case 'B':
      return bytes.readInt8();
    case 'C':
      return String.fromCharCode(bytes.readUInt16BE());
    case 'D':
      return bytes.readDoubleBE();
    case 'F':
      return bytes.readFloatBE();
    case 'I':
      return bytes.readInt32BE();
    case 'J':
      return bytes.readBigInt64BE();
    case 'S':
      return bytes.readInt16BE();
    default:
      return bytes.readInt8() !== 0;
  }
}

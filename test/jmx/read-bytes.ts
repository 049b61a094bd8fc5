import { ByteSource, type Reading } from '../../src/jmx/byte-source.ts';
import { readReply } from '../../src/jmx/read-reply.ts';
import { replyLimits } from '../../src/jmx/limits.ts';
import { toValue } from '../../src/jmx/to-value.ts';

export const unfinished = Symbol('more bytes are needed');

/** What a reading makes of these bytes and no more. */
export function finish<T>(
  bytes: Buffer,
  read: (source: ByteSource) => Reading<T>,
  mostBytes: number = replyLimits.bytes,
): T | typeof unfinished {
  const source = new ByteSource(mostBytes);
  source.push(bytes);
  const { done, value } = read(source).next();
  return done ? value : unfinished;
}

/** The value of a reply. */
export function valueOf(bytes: Buffer) {
  const value = finish(bytes, (source) => readReply(source, false));
  return value === unfinished ? unfinished : toValue(value);
}

import { JmxError } from '../ports/jmx.ts';
import { decodeModifiedUtf } from './modified-utf.ts';

/** A reader that stops where bytes are missing and goes on there when they have come. */
export type Reading<T> = Generator<undefined, T, undefined>;

/** The bytes of one reply as they arrive. Every read is bounded by the bytes that a reply may have. */
export class ByteSource {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #taken = 0;
  readonly #mostBytes: number;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  push(chunk: Buffer): void {
    const rest = this.#bytes.subarray(this.#at);
    this.#bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.#at = 0;
  }

  /** Bytes that came and nobody has read. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** The next bytes; a view, to be copied when it is to last. */
  *take(count: number): Reading<Buffer> {
    if (count < 0) throw new JmxError('protocol', 'a negative length');
    this.#taken += count;
    if (this.#taken > this.#mostBytes) {
      throw new JmxError('protocol', `a reply of more than ${this.#mostBytes} bytes`);
    }
    while (this.left < count) yield;
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  *u8(): Reading<number> {
    return (yield* this.take(1)).readUInt8();
  }

  *u16(): Reading<number> {
    return (yield* this.take(2)).readUInt16BE();
  }

  *i32(): Reading<number> {
    return (yield* this.take(4)).readInt32BE();
  }

  *i64(): Reading<number> {
    return Number((yield* this.take(8)).readBigInt64BE());
  }

  /** Text of so many bytes. */
  *utf(length: number): Reading<string> {
    return decodeModifiedUtf(yield* this.take(length));
  }

  /** The next byte, which stays. */
  *peek(): Reading<number> {
    while (this.left < 1) yield;
    return this.#bytes[this.#at] ?? 0;
  }
}

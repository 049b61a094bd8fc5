import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ObjectReader } from '../../src/jmx/object-reader.ts';
import { objectWriter } from '../../src/jmx/object-writer.ts';
import { decodeModifiedUtf, encodeModifiedUtf } from '../../src/jmx/modified-utf.ts';
import { toValue } from '../../src/jmx/to-value.ts';
import type { JmxArgument } from '../../src/ports/jmx.ts';
import { finish, unfinished } from './read-bytes.ts';

const text = fc.string({ unit: 'binary' });
const anArgument = fc.oneof(
  text,
  fc.boolean(),
  fc.constant(null),
  fc.array(text),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((int) => ({ int })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((long) => ({ long })),
);

/** As it comes back: a long is a number where that is exact. */
function plain(argument: JmxArgument) {
  if (typeof argument !== 'object' || argument === null) return argument;
  if ('int' in argument) return argument.int;
  if (!('long' in argument)) return argument;
  const number = Number(argument.long);
  return Number.isSafeInteger(number) ? number : argument.long;
}

test('text of any kind is read as it was written, NUL and half pairs included', () => {
  fc.assert(
    fc.property(text, (one) => {
      expect(decodeModifiedUtf(encodeModifiedUtf(one))).toBe(one);
    }),
  );
});

test('damaged text has marks where it is damaged, and ends', () => {
  expect(decodeModifiedUtf(Buffer.of(0x41, 0xff, 0xc3, 0x42))).toBe('A\ufffd\ufffdB');
});

test.each(['rmi', 'plain'] as const)('arguments are read as they were written (%s)', (stream) => {
  const writer = objectWriter(stream);
  fc.assert(
    fc.property(fc.array(anArgument), (args) => {
      const value = finish(writer.arguments(args), (source) => new ObjectReader(source).value());
      if (value === unfinished) throw new Error('unfinished');
      expect(toValue(value)).toEqual(args.map(plain));
    }),
  );
});

test('text of more than 64 KiB', () => {
  const long = 'é'.repeat(40_000);
  const value = finish(objectWriter('rmi').string(long), (source) =>
    new ObjectReader(source).value(),
  );
  expect(value).toBe(long);
});

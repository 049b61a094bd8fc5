import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JmxError } from '../../src/ports/jmx.ts';
import { unfinished, valueOf } from './read-bytes.ts';
import { replies } from './recorded.ts';

const runs = 100_000;

/** A byte changed, a piece cut out, doubled, or put in from elsewhere. */
const aMutation = fc.record({
  kind: fc.constantFrom('change', 'cut', 'double', 'insert'),
  at: fc.nat(4_000),
  length: fc.integer({ min: 1, max: 24 }),
  byte: fc.integer({ min: 0, max: 255 }),
});

const mutated = fc
  .tuple(
    fc.constantFrom(...Object.values(replies)),
    fc.array(aMutation, { minLength: 1, maxLength: 4 }),
  )
  .map(([reply, mutations]) =>
    mutations.reduce((bytes, { kind, at, length, byte }) => {
      const from = at % Math.max(1, bytes.length);
      const piece = bytes.subarray(from, from + length);
      const [head, tail] = [bytes.subarray(0, from), bytes.subarray(from + length)];
      switch (kind) {
        case 'change':
          return Buffer.concat([head, Buffer.of(byte), bytes.subarray(from + 1)]);
        case 'cut':
          return Buffer.concat([head, tail]);
        case 'double':
          return Buffer.concat([head, piece, piece, tail]);
        case 'insert':
          return Buffer.concat([head, Buffer.alloc(length, byte), bytes.subarray(from)]);
      }
    }, reply),
  );

test('damaged replies are a value, an error that is told, or more bytes are waited for', () => {
  const seen = { value: 0, error: 0, unfinished: 0 };
  fc.assert(
    fc.property(mutated, (bytes) => {
      try {
        seen[valueOf(bytes) === unfinished ? 'unfinished' : 'value'] += 1;
      } catch (error) {
        if (!(error instanceof JmxError)) throw error;
        seen.error += 1;
      }
    }),
    { numRuns: runs },
  );
  process.stdout.write(`mutated replies: ${runs} ${JSON.stringify(seen)}\n`);
  expect(Math.min(seen.value, seen.error, seen.unfinished)).toBeGreaterThan(runs / 100);
}, 900_000);

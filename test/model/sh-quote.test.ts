import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shQuote, shWords } from '../../src/model/sh-quote.ts';
import { nastyWords } from '../nasty-words.ts';

describe('shQuote', () => {
  test('a real sh gives back every word as it was', () => {
    const word = fc
      .string({ unit: 'binary', maxLength: 40 })
      .filter((text) => !text.includes('\0'));
    const nasty = fc.constantFrom(...nastyWords);
    fc.assert(
      fc.property(fc.array(fc.oneof(word, nasty), { minLength: 1, maxLength: 20 }), (words) => {
        // %s and a NUL after each word: line ends inside words stay.
        const script = `printf '%s\\0' ${shWords(words)}`;
        const printed = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
        expect(printed.split('\0').slice(0, -1)).toEqual(
          words.map((each) => Buffer.from(each, 'utf8').toString('utf8')),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('a NUL is refused: no shell can hold it', () => {
    expect(() => shQuote('a\0b')).toThrow('NUL');
  });
});

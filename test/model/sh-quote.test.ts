import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shLine, shQuote, shWords } from '../../src/model/sh-quote.ts';
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

describe('shLine', () => {
  test('what is safe bare stays bare, what a terminal would obey is written with escapes', () => {
    expect(shLine(['ringward', '--from', 'a b', "it's"])).toBe("ringward --from 'a b' 'it'\\''s'");
    expect(shLine(["/t\u001b[2J\u202e'\\x%"])).toBe(
      String.raw`"$(printf '/t\033[2J\342\200\256\047\134x%%')"`,
    );
  });

  test.each(['sh', 'bash'])(
    'a real %s gives back every word, and nothing of it is obeyed before',
    (sh) => {
      const text = fc
        .string({ unit: 'grapheme', maxLength: 20 })
        .map((some) => `${some}\u001b[2J\n\u202e-%s${some}.`);
      fc.assert(
        fc.property(fc.oneof(text, fc.constantFrom(...nastyWords)), (word) => {
          const line = shLine([word]);
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
          const script = `printf '%s\\0' ${line}`;
          const printed = execFileSync(sh, ['-c', script], { encoding: 'utf8' });
          // Command substitution takes line ends away.
          const told = word.replace(/\n+$/, '');
          expect(printed).toBe(`${Buffer.from(told, 'utf8').toString('utf8')}\0`);
        }),
        { numRuns: 100 },
      );
    },
  );
});

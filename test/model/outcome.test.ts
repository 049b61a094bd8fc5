import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exitCodeMeanings, exitCodes } from '../../src/model/outcome.ts';

test('docs/exit-codes.md is the table in the code', () => {
  const text = readFileSync(new URL('../../docs/exit-codes.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\|\s*(\d+)\s*\| (.+?)\s*\|$/gm)].map(([, code, meaning]) => [
    Number(code),
    meaning,
  ]);
  expect(rows).toEqual(
    Object.entries(exitCodeMeanings).map(([code, meaning]) => [Number(code), meaning]),
  );
  expect(rows.map(([code]) => code)).toEqual(Object.values(exitCodes));
});

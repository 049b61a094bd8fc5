import { expect, test } from 'vitest';
import { tooEarly } from '../../src/cli/health-run.ts';
import { nothingJudged } from '../../src/cli/nothing-judged.ts';
import { Interrupted } from '../../src/model/errors.ts';

const told = nothingJudged(() => 'it was not over');

test.each([
  [undefined, 'nothing was judged: it was not over'],
  ['3 writes stay', '3 writes stay; nothing was judged: it was not over'],
])('what a signal ends says that nothing was judged, beside what is left behind', (hint, all) => {
  const run = () => told(new Interrupted('SIGTERM', hint));
  expect(run).toThrow(expect.objectContaining({ signal: 'SIGTERM', exitCode: 143, hint: all }));
});

test('any other error is thrown on', () => {
  const error = new Error('?');
  expect(() => told(error)).toThrow(error);
});

test.each([
  [0, 0, 'the first look was not over yet'],
  [300_000, 0, 'the first look was not over yet'],
  [300_000, 1, '--for 300s was not over, after 1 look; give a shorter one, or none for one look'],
  [1_500, 4, '--for 1.5s was not over, after 4 looks; give a shorter one, or none for one look'],
])('of %d ms, after %d looks', (forMs, looks, text) => {
  expect(tooEarly(forMs, looks)).toBe(text);
});
